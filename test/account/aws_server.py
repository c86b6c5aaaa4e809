"""moto's server. Requests to it stand for requests over TLS: statements about plain HTTP are not about them.

Without this, moto would refuse everybody, since it takes a condition that it does not know for one that holds.
"""

from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.server import main

PLAIN_HTTP = {"Bool": {"aws:SecureTransport": "false"}}

judge = IAMPolicyStatement.is_action_permitted


def judge_over_tls(statement, *args, **kwargs):
    if statement._statement.get("Condition") == PLAIN_HTTP:
        return PermissionResult.NEUTRAL
    return judge(statement, *args, **kwargs)


IAMPolicyStatement.is_action_permitted = judge_over_tls

main()
