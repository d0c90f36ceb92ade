"""A create with a file inside, through our client. `URL FILE`."""

import json
import sys

from bench import gauges
from meshy_addon.api.account import Account
from meshy_addon.api.attachments import attached
from meshy_addon.api.body import Body
from meshy_addon.api.client import Client
from meshy_addon.api.endpoints import ENDPOINTS

url, file = sys.argv[1:]
remesh = ENDPOINTS["remesh"]
client = Client(Account(url, "msy_bench", "the bench"))
client.create(remesh, {})
gauges.forget_most()
before = gauges.megabytes_now()

body = {"model_url": attached(remesh.parameter("model_url"), file), "target_formats": ["glb"]}
Body(body).sha256()  # for the journal
client.create(remesh, body)

print(json.dumps({"added_mb": gauges.megabytes_at_most() - before}))
