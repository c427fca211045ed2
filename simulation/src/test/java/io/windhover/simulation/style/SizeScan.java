package io.windhover.simulation.style;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Measures one file: method length, parameters, cyclomatic complexity, nesting depth and mutable fields. A switch over
 * cases with an arrow counts once, since an exhaustive table is read as one.
 */
final class SizeScan extends TreeScanner<Void, Void> {
    static final int METHOD_LINES_MAX = 70;
    static final int PARAMETERS_MAX = 7;
    static final int COMPLEXITY_MAX = 12;
    static final int NESTING_MAX = 4;
    static final int MUTABLE_FIELDS_MAX = 12;

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> findings;
    private int complexity;
    private int depth;
    private int deepest;

    SizeScan(CompilationUnitTree unit, SourcePositions positions, List<String> findings) {
        this.unit = unit;
        this.positions = positions;
        this.findings = findings;
    }

    @Override
    public Void visitClass(ClassTree node, Void unused) {
        if (exempt(node.getModifiers())) {
            return null;
        }
        boolean isRecord = node.getKind() == Tree.Kind.RECORD;
        long fields = node.getMembers().stream()
                .filter(m -> m instanceof VariableTree v
                        && !v.getModifiers().getFlags().contains(Modifier.STATIC))
                .count();
        boolean mutable = node.getMembers().stream()
                .anyMatch(m -> m instanceof VariableTree v
                        && !v.getModifiers().getFlags().contains(Modifier.FINAL)
                        && !v.getModifiers().getFlags().contains(Modifier.STATIC));
        if (!isRecord && mutable && fields > MUTABLE_FIELDS_MAX) {
            report(node, node.getSimpleName() + " has " + fields + " fields, at most " + MUTABLE_FIELDS_MAX);
        }
        return super.visitClass(node, null);
    }

    @Override
    public Void visitMethod(MethodTree node, Void unused) {
        if (exempt(node.getModifiers())) {
            return null;
        }
        String name = node.getName().toString();
        int parameters = node.getParameters().size();
        if (parameters > PARAMETERS_MAX && node.getBody() != null && !isAccessorOfRecord(name)) {
            report(node, name + " has " + parameters + " parameters, at most " + PARAMETERS_MAX);
        }
        int outerComplexity = complexity;
        int outerDepth = depth;
        int outerDeepest = deepest;
        complexity = 1;
        depth = 0;
        deepest = 0;
        super.visitMethod(node, null);
        check(node, name);
        complexity = outerComplexity;
        depth = outerDepth;
        deepest = outerDeepest;
        return null;
    }

    private static boolean isAccessorOfRecord(String name) {
        return name.equals("<init>");
    }

    private void check(MethodTree node, String name) {
        long lines = lines(node);
        if (lines > METHOD_LINES_MAX) {
            report(node, name + " has " + lines + " lines, at most " + METHOD_LINES_MAX);
        }
        if (complexity > COMPLEXITY_MAX) {
            report(node, name + " has complexity " + complexity + ", at most " + COMPLEXITY_MAX);
        }
        if (deepest > NESTING_MAX) {
            report(node, name + " nests " + deepest + " deep, at most " + NESTING_MAX);
        }
    }

    private long lines(Tree node) {
        LineMap map = unit.getLineMap();
        long from = positions.getStartPosition(unit, node);
        long to = positions.getEndPosition(unit, node);
        return from < 0 || to < 0 ? 0 : map.getLineNumber(to) - map.getLineNumber(from) + 1;
    }

    private static boolean exempt(ModifiersTree modifiers) {
        return modifiers.getAnnotations().stream()
                .anyMatch(a -> a.getAnnotationType().toString().endsWith("SizeExempt"));
    }

    private void report(Tree node, String finding) {
        long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, node));
        findings.add(Sources.root()
                        .relativize(java.nio.file.Path.of(unit.getSourceFile().toUri())) + ":" + line + " " + finding);
    }

    private void nested(Runnable body) {
        complexity++;
        depth++;
        deepest = Math.max(deepest, depth);
        body.run();
        depth--;
    }

    @Override
    public Void visitIf(IfTree node, Void unused) {
        scan(node.getCondition(), null);
        nested(() -> scan(node.getThenStatement(), null));
        if (node.getElseStatement() instanceof IfTree chained) {
            scan(chained, null);
        } else if (node.getElseStatement() != null) {
            depth++;
            deepest = Math.max(deepest, depth);
            scan(node.getElseStatement(), null);
            depth--;
        }
        return null;
    }

    @Override
    public Void visitForLoop(ForLoopTree node, Void unused) {
        nested(() -> super.visitForLoop(node, null));
        return null;
    }

    @Override
    public Void visitEnhancedForLoop(EnhancedForLoopTree node, Void unused) {
        nested(() -> super.visitEnhancedForLoop(node, null));
        return null;
    }

    @Override
    public Void visitWhileLoop(WhileLoopTree node, Void unused) {
        nested(() -> super.visitWhileLoop(node, null));
        return null;
    }

    @Override
    public Void visitDoWhileLoop(DoWhileLoopTree node, Void unused) {
        nested(() -> super.visitDoWhileLoop(node, null));
        return null;
    }

    @Override
    public Void visitSwitch(SwitchTree node, Void unused) {
        nested(() -> super.visitSwitch(node, null));
        return null;
    }

    @Override
    public Void visitSwitchExpression(SwitchExpressionTree node, Void unused) {
        nested(() -> super.visitSwitchExpression(node, null));
        return null;
    }

    @Override
    public Void visitCase(CaseTree node, Void unused) {
        if (node.getCaseKind() == CaseTree.CaseKind.STATEMENT
                && !node.getExpressions().isEmpty()) {
            complexity++;
        }
        return super.visitCase(node, null);
    }

    @Override
    public Void visitCatch(CatchTree node, Void unused) {
        complexity++;
        return super.visitCatch(node, null);
    }

    @Override
    public Void visitTry(TryTree node, Void unused) {
        depth++;
        deepest = Math.max(deepest, depth);
        super.visitTry(node, null);
        depth--;
        return null;
    }

    @Override
    public Void visitSynchronized(SynchronizedTree node, Void unused) {
        depth++;
        deepest = Math.max(deepest, depth);
        super.visitSynchronized(node, null);
        depth--;
        return null;
    }

    @Override
    public Void visitConditionalExpression(ConditionalExpressionTree node, Void unused) {
        complexity++;
        return super.visitConditionalExpression(node, null);
    }

    @Override
    public Void visitBinary(BinaryTree node, Void unused) {
        if (node.getKind() == Tree.Kind.CONDITIONAL_AND || node.getKind() == Tree.Kind.CONDITIONAL_OR) {
            complexity++;
        }
        return super.visitBinary(node, null);
    }

    @Override
    public Void visitLambdaExpression(LambdaExpressionTree node, Void unused) {
        int outer = depth;
        depth = 0;
        super.visitLambdaExpression(node, null);
        depth = outer;
        return null;
    }

    @Override
    public Void visitNewClass(NewClassTree node, Void unused) {
        int outer = depth;
        depth = 0;
        super.visitNewClass(node, null);
        depth = outer;
        return null;
    }
}
