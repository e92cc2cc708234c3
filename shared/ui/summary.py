"""The list of what is wrong on a form, once the form itself is written: it stands above the fields it names."""

import re

MARK = '<div class="notice errors"'
ENTRY = re.compile(r'<li><a href="#([^"]+)">([^<]*)</a></li>')
LABELS = (
    r'<label class="field-label" for="{}">([^<]+)',
    r'<fieldset[^>]* id="{}"[^>]*>\s*<legend class="field-label">([^<]+)',
)
SAID = r' id="{}-error"><i class="shape" aria-hidden="true">▲</i>([^<]+)</p>'


def name_fields(page: str, *, colon: str) -> str:
    """Begin each entry of a page's error summary with the field's label, and say what the field itself says.

    `page` is HTML, and so are the labels taken from it; a page without a summary stays as it is.
    """
    if MARK not in page:
        return page

    def named(entry: re.Match[str]) -> str:
        field, sentence = re.escape(entry[1]), entry[2]
        label = next((found[1].strip() for each in LABELS if (found := re.search(each.format(field), page))), "")
        if beside := re.search(SAID.format(field), page):
            sentence = beside[1]
        if label and not sentence.startswith(label):
            sentence = f"{label}{colon}{sentence}"
        return f'<li><a href="#{entry[1]}">{sentence}</a></li>'

    start = page.index(MARK)
    end = page.index("</div>", start)
    return page[:start] + ENTRY.sub(named, page[start:end]) + page[end:]
