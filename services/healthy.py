"""`python -m services.healthy intake`: whether the process beside it is ready; what a container's health check runs.

Slim images have no curl, and this imports nothing of ours: it runs every ten seconds.
"""

import http.client
import os
import sys

SECONDS = 4


def is_ready(name: str, port: int) -> bool:
    """Whether `name`, on this machine's loopback, says it is ready."""
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        door.request("GET", f"/{name}/health/ready")
        return door.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        door.close()


if __name__ == "__main__":
    sys.exit(0 if is_ready(sys.argv[1], int(os.environ.get("YUI_PORT", "8080"))) else 1)
