/** The official clients of other languages against a real server. */
package io.windhover.server.clients;
