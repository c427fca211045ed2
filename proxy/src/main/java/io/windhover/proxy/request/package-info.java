/** What users ask and get, as records with their own names. Start at {@link io.windhover.proxy.request.SearchRequest}. */
package io.windhover.proxy.request;
