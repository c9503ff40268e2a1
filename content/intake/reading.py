"""The whole way from a file to what the document says."""

from content.intake.citations import citations_in
from content.intake.contents import without_contents
from content.intake.document import Document, Head, Issue, Section, text_of
from content.intake.duties.finding import duties_in
from content.intake.head import read_head
from content.intake.lines import Line
from content.intake.members.finding import members_in
from content.intake.mending import Paragraph, mended
from content.intake.noise import without_noise
from content.intake.opening import lines_of
from content.intake.outline import outlined
from content.intake.parts import Part, divided, only_issues
from content.intake.questions import questions_about
from content.intake.red_heads import with_red_head_as_lines

#: A notice that only issues a plan is not longer than this, in signs.
_LONGEST_COVER = 800


def read_document(content: bytes) -> Document:
    """Raises UnreadableDocument."""
    return understood(lines_of(content))


def understood(lines: list[Line]) -> Document:
    """What the lines of a file say."""
    kept, table_of_contents = without_contents(with_red_head_as_lines(without_noise(lines)))
    head, start = read_head(kept)
    head.around += table_of_contents
    paragraphs = mended(kept[start:], first_place=start + 1)
    issues: list[Issue] = []
    sections = _sections(divided(paragraphs, head), head, issues)
    if (head.signers and not head.issuers) or len(head.signers) > len(head.issuers):
        head.issuers = head.signers
    head.issuers = head.issuers or head.source
    above = [text_of(Paragraph(line.text, rows=line.rows)) for line in kept[:start]]
    document = Document(head, sections, paragraphs, above, issues=issues)
    document.citations = citations_in(document)
    document.duties = duties_in(document)
    document.members = members_in(document)
    document.issues += questions_about(document)
    return document


def _sections(parts: list[Part], head: Head, issues: list[Issue]) -> list[Section]:
    """Those of the document itself, or of the plan that it issues, on the first level; attachments below their own."""
    main, *others = parts
    found = [_unlabelled(main, head.salutation)] if main.paragraphs or head.salutation else []
    root = outlined(main.paragraphs, below=Section(0, heading=head.title), issues=issues)
    if found:
        found[0].paragraphs += root.paragraphs
    found += root.sections
    is_short = not root.sections and sum(len(one.text) for one in main.paragraphs) < _LONGEST_COVER
    is_cover = is_short and only_issues(head.title)
    for part in others:
        if is_cover or (is_short and not part.mark):
            below = Section(0, heading=part.heading)
            plan = outlined(part.paragraphs, below=below, issues=issues)
            top = Section(1, mark=part.mark, heading=part.heading, place=part.place)
            top.paragraphs = plan.paragraphs
            found += [top, *plan.sections]
            is_cover = is_short = False
            continue
        clause = part.mark or part.heading[:20]
        below = Section(1, mark=part.mark, heading=part.heading, clause=clause, place=part.place)
        found.append(outlined(part.paragraphs, below=below, issues=issues))
    return found


def _unlabelled(part: Part, salutation: str) -> Section:
    place = part.paragraphs[0].place if part.paragraphs else 1
    return Section(1, place=place, salutation=salutation)
