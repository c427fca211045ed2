/*
 * The filter language: what is a word, and what may follow what. Which operator binds tighter is not said here but in
 * the class Precedence: so every rule needs one or two words of foresight only, nothing recurs but brackets, and a chain
 * of ten thousand terms is a flat list.
 */
grammar FilterGrammar;

// A list of two or more plain values is one word, so that a list of a hundred thousand keys is one too; see FilterLexer.
tokens { LITERAL_LIST }

filter: expr EOF;

expr: operand (binary operand)*;

binary:
    OR | AND | BIT_OR | BIT_XOR | BIT_AND | EQ | NE | LT | LE | GT | GE | NOT IN | IN | SHIFT_LEFT | SHIFT_RIGHT
    | PLUS | MINUS | TIMES | DIVIDE | MODULO | POWER | LIKE | REGEX | NOT_REGEX;

operand: prefix* primary (IS_NULL | IS_NOT_NULL)?;

prefix: NOT | PLUS | MINUS | BIT_NOT | EXISTS;

primary:
    INTEGER                                                  # integer
    | REAL                                                   # real
    | BOOLEAN                                                # bool
    | STRING                                                 # string
    | RAW_STRING                                             # rawString
    | LITERAL_LIST                                           # literalList
    | '[' (expr (',' expr)* ','?)? ']'                       # list
    | '{' WORD '}'                                           # template
    | '(' expr ')'                                           # parentheses
    | WORD '(' (argument (',' argument)* ','?)? ')'          # call
    | WORD STRING                                            # typedLiteral
    | (WORD | META | SELF) subscript*                        # name;

argument: WORD '=' expr | expr;

subscript: '[' (INTEGER | STRING | RAW_STRING | WORD) ']';

OR: '||' | 'or' | 'OR';
AND: '&&' | 'and' | 'AND';
NOT: '!' | 'not' | 'NOT';
IN: 'in' | 'IN';
LIKE: 'like' | 'LIKE';
EXISTS: 'exists' | 'EXISTS';
IS_NULL: ('is' | 'IS') SPACE+ ('null' | 'NULL');
IS_NOT_NULL: ('is' | 'IS') SPACE+ ('not' | 'NOT') SPACE+ ('null' | 'NULL');
EQ: '==';
NE: '!=';
LT: '<';
LE: '<=';
GT: '>';
GE: '>=';
REGEX: '=~';
NOT_REGEX: '!~';
SHIFT_LEFT: '<<';
SHIFT_RIGHT: '>>';
OPEN: '(';
CLOSE: ')';
LEFT: '[';
RIGHT: ']';
PLUS: '+';
MINUS: '-';
TIMES: '*';
POWER: '**';
DIVIDE: '/';
MODULO: '%';
BIT_AND: '&';
BIT_OR: '|';
BIT_XOR: '^';
BIT_NOT: '~';

BOOLEAN: 'true' | 'True' | 'TRUE' | 'false' | 'False' | 'FALSE';
INTEGER: WHOLE;
REAL: FRACTIONAL;
RAW_STRING: [rR] ('"' (~["\\\r\n] | '\\' ~[\r\n])* '"' | '\'' (~['\\\r\n] | '\\' ~[\r\n])* '\'');
STRING: TEXT;
META: '$meta';
SELF: '$';
WORD: [\p{L}_] [\p{L}\p{N}_]*;

BLANK: SPACE+ -> skip;

fragment TEXT: '"' (~["\\\r\n] | '\\' .)* '"' | '\'' (~['\\\r\n] | '\\' .)* '\'';
fragment WHOLE: [0-9]+ | '0' [xX] HEX+ | '0' [bB] [01]+;
fragment FRACTIONAL:
    ([0-9]+ '.' [0-9]* | '.' [0-9]+) EXPONENT?
    | [0-9]+ EXPONENT
    | '0' [xX] (HEX+ '.'? HEX* | '.' HEX+) [pP] [+-]? [0-9]+;
fragment EXPONENT: [eE] [+-]? [0-9]+;
fragment HEX: [0-9a-fA-F];
fragment SPACE: [ \t\r\n];
