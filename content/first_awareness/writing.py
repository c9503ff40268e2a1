"""A few words in which the first pages are written: each gives a block of a body as it is stored."""

import datetime
from dataclasses import dataclass, field
from typing import Any

Block = tuple[str, Any]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Piece:
    """`helps` marks a page whose reader may live with who harms them: it offers the quick exit."""

    slug: str
    title: str
    date: datetime.date
    summary: str
    body: tuple[Block, ...]
    helps: bool = False


@dataclass(frozen=True)
class Topic:
    slug: str
    title: str
    date: datetime.date
    summary: str
    body: tuple[Block, ...]
    pieces: tuple[Piece, ...] = field(default=())


def text(html: str) -> Block:
    return "text", html.strip()


def steps(heading: str, *rows: tuple[str, str]) -> Block:
    found = [{"heading": title, "text": f"<p>{words}</p>"} for title, words in rows]
    return "steps", {"heading": heading, "steps": found}


def questions(heading: str, *rows: tuple[str, str]) -> Block:
    found = [{"question": asked, "answer": f"<p>{answer}</p>"} for asked, answer in rows]
    return "questions", {"heading": heading, "questions": found}


def quotation(words: str, source: str) -> Block:
    return "quotation", {"text": words, "source": source}


def hotline(number: str, name: str, when: str) -> Block:
    return "hotline", {"number": number, "name": name, "when": when}


def figure(count: str, region: str, caption: str = "") -> Block:
    """Left out where the register has no such region."""
    return "figure", {"count": count, "region": region, "caption": caption}


def agency(code: str, note: str) -> Block:
    """Left out where the register has no such agency."""
    return "agency", {"agency": code, "note": note}


def policy(code: str, clause: str = "") -> Block:
    """`code` is the slug of the policy's page; left out where there is none."""
    return "policy", {"policy": code, "clause": clause}


POLICE = hotline("110", "公安报警", "孩子正在受到伤害，或者马上会有危险")
CITY = hotline("12345", "政务服务便民热线", "不紧急的情况，或者不知道该找谁")
YOUTH = hotline("12355", "青少年服务台", "心里难受想找人说说，或者想问法律问题")
WOMEN = hotline("12338", "妇女儿童维权热线", "家里有人打骂，或者孩子的权益受了侵害")
LAW = hotline("12348", "公共法律服务热线", "免费问法律问题，申请法律援助")
MIND = hotline("12356", "心理援助热线", "情绪撑不住的时候，孩子和大人都可以打")
