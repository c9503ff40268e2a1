"""What a cell shows whose formula failed. Excel's binary formats keep a number for it."""

#: By row, from 1: column, from 0, and what the cell shows.
ErrorCells = dict[int, list[tuple[int, str]]]

_BY_NUMBER = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def shown_error(number: int) -> str:
    return _BY_NUMBER.get(number, "#VALUE!")
