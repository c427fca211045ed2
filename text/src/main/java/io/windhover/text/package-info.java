/**
 * How texts become words: analyzers as a field's parameters describe them, and the tests of words in texts. Start at {@link
 * io.windhover.text.TextAnalyzer}. Pure computation; Lucene does the work.
 */
package io.windhover.text;
