"""JupyterHub for Carnets Pas à pas on one Debian machine (docs/serveur.md). What differs is in serveur.env."""

import os
import pwd
import sys
from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub's own

HERE = Path(sys.executable).parent
STATE = Path(os.environ.get("STATE_DIRECTORY", "/var/lib/pasapas-hub"))
PUBLIC = os.environ["PASAPAS_NOM"].rstrip("/")
TOKEN = Path(os.environ["PASAPAS_JETON_SALLE"]).read_text(encoding="ascii").strip()
PROXY, API, HUB = (int(os.environ.get(f"PASAPAS_PORT_{name}", usual)) for name, usual in
                   (("MANDATAIRE", 8000), ("MANDATAIRE_API", 8001), ("HUB", 8081)))  # fmt: skip
IDLE_SECONDS = 2 * 3600  # then a server without an open workbook ends; a cockpit is one, for ten hours
# How long a log-in lasts: an organisation does not tell us that somebody has left it, so half as long there.
HOURS = 12 if os.environ.get("PASAPAS_COMPTES") == "oidc" else 24


def words(name: str) -> set[str]:
    """Return the words of a variable."""
    return set(os.environ.get(name, "").split())


# ------------------------------------------------------------------ where, and what is kept

c.JupyterHub.bind_url = f"http://127.0.0.1:{PROXY}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{HUB}"
c.JupyterHub.public_url = PUBLIC
c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.JupyterHub.cookie_max_age_days = HOURS / 24
c.JupyterHub.token_expires_in_max_seconds = HOURS * 3600  # a token that somebody asks for lasts no longer than a log-in
c.JupyterHub.log_level = "WARN"  # at INFO every request is written with its account
c.JupyterHub.template_vars = {
    "announcement": '<a href="/salle/seances">Mes séances</a> · <a href="/s/">Répondre avec un code</a>'
}

# The proxy is a service of its own, and the trainers' servers outlive the Hub: it restarts, their pages go on.
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{API}"
c.JupyterHub.cleanup_proxy = False
c.JupyterHub.cleanup_servers = False

# ------------------------------------------------------------------ who comes in

c.Authenticator.username_pattern = r"[a-z_][a-z0-9_.-]{0,31}"
c.Authenticator.allow_all = False
# The Hub has no administrator: its own may ask for a token in anybody's name, and open anybody's server. The accounts
# of PASAPAS_ADMINS are the room's: they count sessions and erase them.
c.Authenticator.admin_users = set()

if os.environ.get("PASAPAS_COMPTES", "locaux") == "oidc":
    from oauthenticator.generic import LocalGenericOAuthenticator

    WITHDRAWN = words("PASAPAS_OIDC_RETIRES")

    class OrganisationAccounts(LocalGenericOAuthenticator):
        """Accounts whose groups are the organisation's, and not those of this machine; those withdrawn are nobody's."""

        def check_blocked_users(self, username: str, authentication: object = None) -> bool:
            """Let in nobody who is withdrawn."""
            return username not in WITHDRAWN

        async def add_user(self, user: object) -> None:
            """Refuse who is withdrawn: at its start the Hub then forgets them, and every token of theirs."""
            if user.name in WITHDRAWN:
                raise ValueError("withdrawn by PASAPAS_OIDC_RETIRES")
            await super().add_user(user)

        def check_allowed_groups(self, username: str, authentication: object = None) -> bool:
            """Look at none of this machine's groups."""
            return False

    c.JupyterHub.authenticator_class = OrganisationAccounts
    c.Authenticator.delete_invalid_users = True
    c.LocalAuthenticator.create_system_users = True
    c.OAuthenticator.oauth_callback_url = f"{PUBLIC}/hub/oauth_callback"
    c.OAuthenticator.authorize_url = os.environ["PASAPAS_OIDC_AUTORISER"]
    c.OAuthenticator.token_url = os.environ["PASAPAS_OIDC_JETON"]
    c.OAuthenticator.userdata_url = os.environ["PASAPAS_OIDC_PERSONNE"]
    c.OAuthenticator.client_id = os.environ["PASAPAS_OIDC_CLIENT"]
    c.OAuthenticator.client_secret = os.environ["PASAPAS_OIDC_SECRET"]
    c.OAuthenticator.username_claim = os.environ.get("PASAPAS_OIDC_NOM", "preferred_username")
    c.OAuthenticator.scope = ["openid", "profile"]
    c.OAuthenticator.enable_auth_state = False  # nothing of what the organisation says of a person is kept
    c.OAuthenticator.allowed_users = words("PASAPAS_OIDC_ADMIS")
    if groups := words("PASAPAS_OIDC_GROUPES"):
        c.OAuthenticator.manage_groups = True
        c.OAuthenticator.auth_state_groups_key = "oauth_user.groups"
        c.OAuthenticator.allowed_groups = groups
else:
    c.JupyterHub.authenticator_class = "pam"
    c.Authenticator.delete_invalid_users = True  # at its start: whose account is gone keeps no token
    c.PAMAuthenticator.open_sessions = False
    c.LocalAuthenticator.allowed_groups = {os.environ.get("PASAPAS_GROUPE", "carnets")}

# ------------------------------------------------------------------ a trainer's own server, under their own account

c.JupyterHub.spawner_class = "localprocess"
c.Spawner.cmd = [str(HERE / "jupyterhub-singleuser")]
c.Spawner.args = [
    "--log-level=ERROR",
    "--ServerApp.terminals_enabled=False",
    f"--ServerApp.shutdown_no_activity_timeout={IDLE_SECONDS}",
    # Without the debugger, nor the history of what is run: 37 MB a kernel instead of 62.
    "--ServerApp.kernel_spec_manager_class=pasapas_widgets.app.kernels.LightKernelSpecs",
    "--KernelManager.transport=ipc",  # by TCP, any other account of the machine could read what a kernel says
]
c.Spawner.default_url = "/pasapas/"
c.Spawner.notebook_dir = "~"
c.Spawner.env_keep = ["LANG", "LC_ALL"]  # nothing of what opens the database or speaks for the room
c.Spawner.environment = {
    "PATH": f"{HERE}:/usr/local/bin:/usr/bin:/bin",
    # Short, for the path of a socket has 107 characters at most.
    "JUPYTER_RUNTIME_DIR": lambda spawner: f"{pwd.getpwnam(spawner.user.name).pw_dir}/.noyaux",
    "JUPYTERHUB_SINGLEUSER_APP": "jupyter_server.serverapp.ServerApp",
    "PASAPAS_SALLE_URL": os.environ.get("PASAPAS_SALLE_URL", "http://127.0.0.1:9060"),
    **{name: os.environ.get(name, "") for name in ("PASAPAS_ORGANISME", "PASAPAS_CONTACT")},
}
c.Spawner.server_token_scopes = [
    "users:activity!user",
    "access:servers!server",
    "access:services!service=salle",
]

# ------------------------------------------------------------------ the room

c.JupyterHub.services = [
    {
        "name": "salle",
        "api_token": TOKEN,
        "oauth_client_id": "service-salle",
        "oauth_redirect_uri": f"{PUBLIC}/salle/retour",
        "oauth_no_confirm": True,
        "display": False,
    },
]
c.JupyterHub.load_roles = [{"name": "user", "scopes": ["self", "access:services!service=salle"]}]
