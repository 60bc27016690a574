"""One document in a process of its own: a typst template and its data become a tagged PDF (PDF/UA-1). core/pdf.py runs it.

Arguments: the folder that templates may read, the template, the folder of fonts. The data comes in as JSON on standard input
and reaches the template as one text, `sys.inputs.data`: what people typed is never source code. Out goes the PDF, or nothing.
A text that fools the typesetter is alone here: little memory, little time, no way to our database and none of our secrets.
This file knows nothing of the rest of the program, so it starts fast.
"""

import resource
import sys

import typst

MAX_OUTPUT = 64 * 2**20

_LIMITS = {
    resource.RLIMIT_AS: 4 * 2**30,  # addresses, not memory: typst's threads reserve much and use little
    resource.RLIMIT_DATA: 1536 * 2**20,
    resource.RLIMIT_CPU: 60,
    resource.RLIMIT_FSIZE: MAX_OUTPUT,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_CORE: 0,
}

NOT_SHOWN = 3  # the status that says: the document breaks the standard, perhaps by a sign that no font shows


def limit_myself() -> None:
    """Give up what a document does not need, for good."""
    for what, most in _LIMITS.items():
        resource.setrlimit(what, (most, most))


def main() -> int:
    """Answer once."""
    limit_myself()
    root, template, fonts = sys.argv[1:]
    data = sys.stdin.buffer.read().decode()
    try:
        made = typst.compile(
            template,
            root=root,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            pdf_standards="ua-1",
            package_path="/nonexistent",
            package_cache_path="/nonexistent",
        )
    except typst.TypstError as error:
        sys.stderr.write(f"{error.message} {error.hints}\n")  # for a developer's own run; the parent throws it away: it may hold a text
        return NOT_SHOWN
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
