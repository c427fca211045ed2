package io.windhover.proxy.filter;

import io.windhover.model.row.Value;
import io.windhover.proxy.filter.grammar.FilterGrammarLexer;
import io.windhover.proxy.filter.grammar.FilterGrammarParser;
import io.windhover.proxy.filter.grammar.FilterGrammarParser.ExprContext;
import io.windhover.proxy.filter.grammar.FilterGrammarParser.OperandContext;
import io.windhover.proxy.filter.grammar.FilterGrammarParser.PrimaryContext;
import io.windhover.proxy.filter.grammar.FilterGrammarParser.SubscriptContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** From text to syntax: runs the grammar and turns its tree into {@link Syntax}. */
final class SyntaxReader {
    /** Brackets and prefixes that may lie within each other; far below what fills the stack of a thread. */
    static final int DEPTH_MAX = 200;

    private SyntaxReader() {}

    static Syntax read(String filter) {
        FilterLexer lexer = new FilterLexer(filter);
        lexer.removeErrorListeners();
        lexer.addErrorListener(new Thrower());
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        checkDepth(tokens.getTokens());
        FilterGrammarParser parser = new FilterGrammarParser(tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(new Thrower());
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        return expr(parser.filter().expr());
    }

    /** Counts how many brackets are open and how many prefixes wait for their operand. */
    private static void checkDepth(List<Token> tokens) {
        int[] outside = new int[DEPTH_MAX + 2];
        int brackets = 0;
        int depth = 0;
        for (Token token : tokens) {
            switch (token.getType()) {
                case FilterGrammarLexer.OPEN, FilterGrammarLexer.LEFT -> outside[brackets++] = depth++;
                case FilterGrammarLexer.CLOSE, FilterGrammarLexer.RIGHT -> {
                    brackets = Math.max(0, brackets - 1);
                    depth = outside[brackets];
                }
                case FilterGrammarLexer.PLUS,
                        FilterGrammarLexer.MINUS,
                        FilterGrammarLexer.BIT_NOT,
                        FilterGrammarLexer.NOT,
                        FilterGrammarLexer.EXISTS -> depth++;
                default -> depth = brackets == 0 ? 0 : outside[brackets - 1] + 1;
            }
            if (depth > DEPTH_MAX) {
                throw FilterFault.at(
                        Span.of(token, token), "expression is nested too deeply, more than %d levels", DEPTH_MAX);
            }
        }
    }

    private static Syntax expr(ExprContext context) {
        Precedence items = new Precedence();
        for (ParseTree child : context.children) {
            switch (child) {
                case FilterGrammarParser.BinaryContext binary ->
                    items.addBinary(binary.getStart().getType(), span(binary));
                case OperandContext operand -> {
                    for (FilterGrammarParser.PrefixContext prefix : operand.prefix()) {
                        items.addPrefix(prefix.getStart().getType(), span(prefix));
                    }
                    items.addOperand(primary(operand));
                }
                default -> throw new IllegalStateException("no part of an expression: " + child.getClass());
            }
        }
        return items.tree();
    }

    private static Syntax primary(OperandContext context) {
        Syntax primary = primary(context.primary());
        if (context.IS_NULL() != null) {
            return new Syntax.NullTest(false, primary, span(context.primary()).until(span(context)));
        }
        if (context.IS_NOT_NULL() != null) {
            return new Syntax.NullTest(true, primary, span(context.primary()).until(span(context)));
        }
        return primary;
    }

    private static Syntax primary(PrimaryContext context) {
        Span span = span(context);
        return switch (context) {
            case FilterGrammarParser.IntegerContext integer -> new Syntax.WholeNumber(integer.getText(), span);
            case FilterGrammarParser.RealContext real -> literal(Literals.real(real.getText(), span), span);
            case FilterGrammarParser.BoolContext bool -> literal(Literals.bool(bool.getText()), span);
            case FilterGrammarParser.StringContext text ->
                literal(new Value.StringValue(Literals.text(text.getText(), span)), span);
            case FilterGrammarParser.RawStringContext text ->
                literal(new Value.StringValue(Literals.rawText(text.getText())), span);
            case FilterGrammarParser.LiteralListContext list -> literal(FilterLexer.list(list.getStart()), span);
            case FilterGrammarParser.ListContext list ->
                new Syntax.ListOf(list.expr().stream().map(SyntaxReader::expr).toList(), span);
            case FilterGrammarParser.TemplateContext template ->
                new Syntax.Template(template.WORD().getText(), span);
            case FilterGrammarParser.ParenthesesContext parentheses -> expr(parentheses.expr());
            case FilterGrammarParser.CallContext call -> call(call, span);
            case FilterGrammarParser.TypedLiteralContext typed ->
                new Syntax.Unsupported(typed.WORD().getText() + " literal", span);
            case FilterGrammarParser.NameContext name -> name(name, span);
            default -> throw new IllegalStateException("rule of the grammar without syntax: " + context.getClass());
        };
    }

    private static Syntax literal(Value value, Span span) {
        return new Syntax.Literal(value, span);
    }

    private static Syntax call(FilterGrammarParser.CallContext call, Span span) {
        String function = call.WORD().getText();
        List<Syntax> arguments = new ArrayList<>();
        for (FilterGrammarParser.ArgumentContext argument : call.argument()) {
            Syntax value = expr(argument.expr());
            arguments.add(
                    argument.WORD() == null
                            ? value
                            : new Syntax.Named(argument.WORD().getText(), value, span(argument)));
        }
        return new Syntax.Call(function, arguments, span);
    }

    private static Syntax name(FilterGrammarParser.NameContext context, Span span) {
        if (context.SELF() != null) {
            return new Syntax.Unsupported("element reference $", span);
        }
        TerminalNode word = context.WORD() == null ? context.META() : context.WORD();
        List<Syntax.Subscript> subscripts = new ArrayList<>();
        for (SubscriptContext subscript : context.subscript()) {
            subscripts.add(subscript(subscript));
        }
        return new Syntax.Name(word.getText(), subscripts, span);
    }

    private static Syntax.Subscript subscript(SubscriptContext context) {
        Span span = span(context);
        if (context.INTEGER() != null) {
            Value index = Literals.integer(context.INTEGER().getText(), span);
            return new Syntax.Subscript.Index(((Value.LongValue) index).value());
        }
        if (context.STRING() != null) {
            return new Syntax.Subscript.Key(Literals.text(context.STRING().getText(), span));
        }
        if (context.RAW_STRING() != null) {
            return new Syntax.Subscript.Key(
                    Literals.rawText(context.RAW_STRING().getText()));
        }
        return new Syntax.Subscript.Word(context.WORD().getText());
    }

    private static Span span(ParserRuleContext context) {
        return Span.of(context.getStart(), context.getStop());
    }

    /** Ends the reading at the first mistake. */
    private static final class Thrower extends BaseErrorListener {
        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                Object symbol,
                int line,
                int column,
                String message,
                RecognitionException cause) {
            throw new FilterFault(Optional.empty(), "line " + line + ":" + column + " " + message);
        }
    }
}
