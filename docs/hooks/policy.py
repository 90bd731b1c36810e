"""A content security policy for every page: nothing from elsewhere runs, not even if it got there.

Scripts are files of the site, and the few short ones that the theme writes into its pages, each
known by its hash. The preview has no policy: MkDocs reloads pages with a script of its own.
"""

import base64
import hashlib
import re

SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
POLICY = (
    "default-src 'self'; script-src 'self' {}; img-src 'self' data:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'"
)
FIRST = '<meta charset="utf-8">'

serving = False


def on_startup(command, dirty):
    global serving
    serving = command == "serve"


def on_post_page(output, page, config):
    return output if serving else with_policy(output)


def on_post_template(output, template_name, config):
    return with_policy(output) if template_name.endswith(".html") and not serving else output


def with_policy(html: str) -> str:
    """A page with its policy, before anything that could be against it."""
    hashes = " ".join(dict.fromkeys(map(hashed, SCRIPT.findall(html))))
    meta = f'<meta http-equiv="content-security-policy" content="{POLICY.format(hashes)}">'
    return html.replace(FIRST, f"{FIRST}\n      {meta}", 1)


def hashed(script: str) -> str:
    """A script as a policy names it."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
