/** The words of Windhover. */
package io.windhover.model;
