/** Objects in S3, and the part of them that is kept on a disk of this machine; start at {@link io.windhover.stores.s3.S3ObjectStore}. */
package io.windhover.stores.s3;
