from engine.parts.cluster import Cluster


def test_usual_cluster_is_local() -> None:
    usual = Cluster()
    assert usual.is_local
    assert usual.quiet_seconds == 60.0
    assert not Cluster("tcp://10.0.0.1:8786").is_local
