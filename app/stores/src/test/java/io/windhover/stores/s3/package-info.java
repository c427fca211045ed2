/** Tests on a real S3 server. */
package io.windhover.stores.s3;
