"""A bare WebKitGTK window for WebKitWebDriver, which the system's own Python runs (it has the GTK bindings).

Beside what Debian's MiniBrowser does: a page of an exact size, downloads to a folder, storage that can be refused, and
``window.pap_faults``, which holds the errors of scripts and the breaches of the policy from the first line on.
"""

import os
import signal
import sys
from pathlib import Path
from urllib.parse import unquote

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

WATCH = """
Object.defineProperty(window, "pap_faults", { value: [] });
addEventListener("error", (event) => { if (event.message) pap_faults.push(event.message); });
addEventListener("unhandledrejection", (event) => pap_faults.push(`rejected: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) =>
  pap_faults.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
REFUSED = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError"); } });
"""


def opened(context: WebKit2.WebContext) -> WebKit2.WebView:
    """Return the view that the driver asked for, alone in a window."""
    contents = WebKit2.UserContentManager()
    for script in [WATCH] + ([] if os.environ["PAP_STORAGE"] == "1" else [REFUSED]):
        contents.add_script(
            WebKit2.UserScript(
                script, WebKit2.UserContentInjectedFrames.TOP_FRAME, WebKit2.UserScriptInjectionTime.START, None, None
            )
        )
    settings = WebKit2.Settings(enable_developer_extras=False, enable_webgl=False)
    settings.set_hardware_acceleration_policy(WebKit2.HardwareAccelerationPolicy.NEVER)
    view = WebKit2.WebView(
        web_context=context, user_content_manager=contents, settings=settings, is_controlled_by_automation=True
    )
    window = Gtk.Window(type=Gtk.WindowType.POPUP)  # no frame, and no manager that would change its size
    window.add(view)
    window.show_all()
    view.grab_focus()
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, shot, view)
    return view


def shot(view: WebKit2.WebView) -> bool:
    """Write what is seen: the driver's own screenshot waits for ever on a page where nothing moves."""

    def write(one: WebKit2.WebView, result: object) -> None:
        part = Path(os.environ["PAP_SHOT"] + ".part")
        one.get_snapshot_finish(result).write_to_png(str(part))
        part.rename(os.environ["PAP_SHOT"])

    view.get_snapshot(WebKit2.SnapshotRegion.VISIBLE, WebKit2.SnapshotOptions.NONE, None, write)
    return True


def kept(_: WebKit2.WebContext, download: WebKit2.Download) -> None:
    """Put a download in the folder, under the name that the page gives it."""

    def named(one: WebKit2.Download, name: str) -> bool:
        one.set_destination((Path(os.environ["PAP_DOWNLOADS"]) / unquote(name)).as_uri())
        return True

    download.connect("decide-destination", named)


def run() -> None:
    """Wait for the driver, and do as it says until it ends the session."""
    context = WebKit2.WebContext.new_ephemeral()
    context.set_automation_allowed(True)
    context.set_preferred_languages(["fr"])
    context.connect("download-started", kept)

    def began(_: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
        told = WebKit2.ApplicationInfo()
        told.set_name("MiniBrowser")  # the name that Selenium asks for
        session.set_application_info(told)
        session.connect("create-web-view", lambda *_: opened(context))

    context.connect("automation-started", began)
    Path(os.environ["PAP_PID"]).write_text(str(os.getpid()))
    Gtk.main()


if __name__ == "__main__":
    sys.exit(run())
