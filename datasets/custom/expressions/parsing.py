"""A formula's text read into a tree, in which fields are still names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from datasets.custom.expressions.kinds import FormulaError, Kind
from datasets.custom.expressions.operations import FUNCTIONS, OPERATORS, Operation
from datasets.custom.expressions.trees import Call, Constant, Name, Today, Tree

LONGEST = 1_000
_DEEPEST = 20
_MOST_TOKENS = 200
_MOST_DIGITS = 15
_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<text>"[^"]*"|“[^”]*”)
    |【(?P<name>[^【】]*)】
    |(?P<word>[A-Za-z_]+|[一-鿿]+)
    |(?P<sign><=|>=|<>|!=|[-+*/=<>(),])""",
    re.VERBOSE,
)
#: As they come from a Chinese keyboard.
_TEXT_OR_NAME = re.compile(r"""\"[^\"]*\"|“[^”]*”|【(?P<name>[^【】]*)】""")
_SIGNS = str.maketrans("（），×÷＋－＝\uff1c\uff1e", "(),*/+-=<>")
_PAIRS = {"≤": "<=", "≥": ">=", "≠": "<>", "!=": "<>"}
_TODAY = ("today", "今天")
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def parsed(formula: str) -> Tree:
    """Raises FormulaError."""
    if len(formula) > LONGEST:
        raise FormulaError(_("公式太长，最多 %(count)d 个字。") % {"count": LONGEST})
    tokens = list(_tokens(formula))
    if len(tokens) > _MOST_TOKENS:
        raise FormulaError(_("公式太复杂，请拆简单些。"))
    parser = _Parser(tokens)
    tree = parser.comparison(0)
    if parser.next:
        raise FormulaError(_("公式在“%(text)s”处看不懂。") % {"text": parser.next.text})
    return tree


def renamed(formula: str, old: str, new: str) -> str:
    """The formula with a field called otherwise; the texts in it stay as they are."""

    def called(match: re.Match[str]) -> str:
        return f"【{new}】" if (match["name"] or "").strip() == old else match[0]

    return _TEXT_OR_NAME.sub(called, formula)


def _tokens(formula: str) -> Iterator[_Token]:
    place = 0
    while place < len(formula):
        sign = formula[place].translate(_SIGNS)
        if sign in _PAIRS or sign != formula[place]:
            yield _Token("sign", _PAIRS.get(sign, sign))
            place += 1
            continue
        match = _TOKEN.match(formula, place)
        if match is None:
            raise FormulaError(_("公式在“%(text)s”处看不懂。") % {"text": formula[place]})
        place = match.end()
        kind = match.lastgroup or ""
        if kind != "blank":
            yield _Token(kind, _PAIRS.get(match[kind], match[kind]))


class _Parser:
    """By recursive descent: comparison > sum > product > what stands alone."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens[::-1]

    @property
    def next(self) -> _Token | None:
        return self.tokens[-1] if self.tokens else None

    def comparison(self, depth: int) -> Tree:
        one = self._chain(depth, ("+", "-"))
        if sign := self._took(*_COMPARISONS):
            return Call(OPERATORS[sign], (one, self._chain(depth, ("+", "-"))))
        return one

    def _chain(self, depth: int, signs: tuple[str, ...]) -> Tree:
        def part() -> Tree:
            return self._chain(depth, ("*", "/")) if "+" in signs else self._alone(depth)

        one = part()
        while sign := self._took(*signs):
            one = Call(OPERATORS[sign], (one, part()))
        return one

    def _alone(self, depth: int) -> Tree:
        if depth > _DEEPEST:
            raise FormulaError(_("公式里括号套得太深。"))
        if self._took("-"):
            zero = Constant(0.0, Kind.NUMBER)
            return Call(OPERATORS["-"], (zero, self._alone(depth + 1)))
        if self._took("("):
            one = self.comparison(depth + 1)
            self._must(")")
            return one
        token = self.tokens.pop() if self.tokens else _Token("end", "")
        if token.kind == "number":
            if len(token.text) > _MOST_DIGITS:
                raise FormulaError(_("数字“%(text)s”太长。") % {"text": token.text})
            return Constant(float(token.text), Kind.NUMBER)
        if token.kind == "text":
            return Constant(token.text[1:-1], Kind.TEXT)
        if token.kind == "name":
            return Name(token.text.strip())
        if token.kind == "word":
            return self._word(token.text, depth)
        if token.kind == "end":
            raise FormulaError(_("公式没有写完。"))
        raise FormulaError(_("公式在“%(text)s”处看不懂。") % {"text": token.text})

    def _word(self, word: str, depth: int) -> Tree:
        if word in _TODAY:
            if self._took("("):  # as spreadsheets write it
                self._must(")")
            return Today()
        if word not in FUNCTIONS:
            raise FormulaError(
                _("不认识“%(word)s”。字段要写在【】里，文字要加引号。") % {"word": word}
            )
        return Call(FUNCTIONS[word], self._arguments(FUNCTIONS[word], depth))

    def _arguments(self, operation: Operation, depth: int) -> tuple[Tree, ...]:
        self._must("(")
        found = [self.comparison(depth + 1)]
        while self._took(","):
            found.append(self.comparison(depth + 1))
        self._must(")")
        if operation.until_today and len(found) == 1:
            found.append(Today())
        if operation.name == "round" and len(found) == 1:
            found.append(Constant(0.0, Kind.NUMBER))
        return tuple(found)

    def _took(self, *signs: str) -> str:
        if self.next and self.next.kind == "sign" and self.next.text in signs:
            return self.tokens.pop().text
        return ""

    def _must(self, sign: str) -> None:
        if not self._took(sign):
            raise FormulaError(_("公式里少了“%(sign)s”。") % {"sign": sign})
