"""Has a document opened by the process that may break over it (sandbox/worker.py), and takes what it tells."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy

from content.intake.lines import Line
from content.intake.sandbox.limits import OUT_OF_MEMORY

_WORKER = Path(__file__).with_name("sandbox") / "worker.py"
#: How the worker ends where it asked for more time or memory than it may have.
_OVER_ITS_LIMITS = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, OUT_OF_MEMORY}
_MEGABYTE = 1024 * 1024

_SENTENCES = {
    "empty": gettext_lazy("文件是空的，请检查后重新上传。"),
    "large": gettext_lazy("文件超过了 %(limit)d MB 的上限，请删去图片后再上传。"),
    "unpacked": gettext_lazy("文件展开后过大，请删去图片后再上传。"),
    "heavy": gettext_lazy(
        "文件太大或已损坏，没能在规定的时间和内存里读完，请另存为 docx 后再上传。"
    ),
    "long": gettext_lazy("文件太长，请分成几个文件上传。"),
    "password": gettext_lazy("文件设有打开密码，请取消密码后再上传。"),
    "broken": gettext_lazy("文件打不开：它不完整或已损坏。请重新另存后再上传。"),
    "foreign": gettext_lazy("这不是公文，请上传 docx、txt、html 或者带文字的 pdf 文件。"),
    "encoding": gettext_lazy("无法识别文件的文字编码，请另存为 docx 后再上传。"),
    "old_word": gettext_lazy("这是旧格式的 Word、WPS 文件，请另存为 docx 后再上传。"),
    "ofd": gettext_lazy("这是 OFD 文件，请在阅读软件里转成 docx 或 pdf 后再上传。"),
    "picture": gettext_lazy("这是图片，里面没有文字。请先识别成文字，存成 docx 或 txt 再上传。"),
    "scan": gettext_lazy(
        "这份 pdf 是扫描的图片，里面没有文字。请先识别成文字，存成 docx 或 txt 再上传。"
    ),
    "no_text": gettext_lazy("文件里没有读到汉字，请检查后重新上传。"),
}


class UnreadableDocument(Exception):
    """The file is no document that can be read; the text says so in one sentence."""

    def __init__(self, code: str) -> None:
        limit = settings.INTAKE_MAX_BYTES // _MEGABYTE
        super().__init__(str(_SENTENCES.get(code, _SENTENCES["broken"])) % {"limit": limit})


def lines_of(content: bytes) -> list[Line]:
    """The lines and tables of a file. Raises UnreadableDocument."""
    if not content.strip(b"\0 \r\n\t"):
        raise UnreadableDocument("empty")
    refuse_weight(len(content))
    told = _ask_worker(content)
    lines = [
        Line(text, is_indented, is_whole, page, tuple(map(tuple, rows)))
        for text, is_indented, is_whole, page, rows in told
    ]
    if not any("一" <= sign <= "鿿" for line in lines for sign in _text_in(line)):
        raise UnreadableDocument("no_text")
    return lines


def refuse_weight(size: int) -> None:
    """Raise UnreadableDocument where a file of `size` bytes is larger than a document may be."""
    if size > settings.INTAKE_MAX_BYTES:
        raise UnreadableDocument("large")


def _ask_worker(content: bytes) -> list[list]:
    limits = [f"{name}={limit}" for name, limit in settings.INTAKE_LIMITS.items()]
    try:
        ended = subprocess.run(  # noqa: S603 - our own script, the file on standard input
            [sys.executable, "-I", str(_WORKER), *limits],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=settings.INTAKE_LIMITS["seconds"] * 2,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument("heavy") from error
    if ended.returncode:
        raise UnreadableDocument("heavy" if ended.returncode in _OVER_ITS_LIMITS else "broken")
    told = json.loads(ended.stdout)
    if "refused" in told:
        raise UnreadableDocument(told["refused"])
    return told["lines"]


def _text_in(line: Line) -> str:
    return line.text or "".join(cell for row in line.rows for cell in row)
