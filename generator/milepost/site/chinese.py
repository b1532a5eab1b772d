"""Line breaks in Chinese paragraphs: browsers show one as a space, which Chinese does not have."""

import re

_CHINESE = "\u2018-\u201d\u2026\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_BREAK = re.compile(rf"<pre.*?</pre>|(?<=[{_CHINESE}])\n(?=[{_CHINESE}])", re.DOTALL)


def join_chinese_lines(html: str) -> str:
    """The HTML without the line breaks between two Chinese characters; code stays as it is."""
    return _BREAK.sub(lambda match: match[0] if match[0].startswith("<") else "", html)
