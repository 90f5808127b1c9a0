"""What the origin notebook does, with pandas: read it all, group by the key, walk each group."""

import json
import resource
import sys

import pandas as pd

NAMES = ["time", "src_user", "dst_user", "src_machine", "dst_machine", "auth_type", "logon_type", "orientation", "result"]
auth = pd.read_csv(sys.argv[1], names=NAMES, usecols=["time", "dst_user", "src_machine", "dst_machine", "orientation"])
auth = auth[auth.orientation.isin(["LogOn", "LogOff"])]
sessions = 0
for _, group in auth.groupby(["dst_user", "src_machine", "dst_machine"], sort=False):
    start = end = None
    for time, orientation in zip(group.time, group.orientation):
        if orientation == "LogOn":
            if end is not None:
                sessions += 1
                start, end = time, None
            elif start is None:
                start = time
        elif start is not None:
            end = time
    if end is not None:
        sessions += 1
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"sessions": sessions, "peakRssBytes": peak}))
