using Federated.Protocol.Certificates;
using Xunit;

namespace Federated.Protocol.Tests.Certificates;

/// <summary>Operators connect and do nothing else; nodes are not operators.</summary>
public sealed class OperatorCertificateTests : IDisposable
{
    private readonly CaFolder _ca = new();

    public void Dispose() => _ca.Dispose();

    [Fact]
    public void An_operators_certificate_is_for_connecting_only_also_after_a_renewal()
    {
        _ca.Authority.Issue("alice", [], CertificateAuthority.UsualDays, CertificateHolder.Operator);
        _ca.Authority.Renew("alice", 30);
        using var alice = CertificateFiles.Load(_ca.Root, "alice", _ca.Time);

        Assert.Null(_ca.Validation.RefuseClient(alice.Certificate));
        Assert.Contains("wrong purpose", _ca.Validation.RefuseServer(alice.Certificate, "alice"), StringComparison.Ordinal);
        Assert.True(PeerValidation.IsOperator(alice.Certificate));
        Assert.Contains("an operator's", PeerValidation.RefuseNode(alice.Certificate), StringComparison.Ordinal);
        Assert.Equal("client, operator", CertificateFiles.List(_ca.Root).Nodes.Single().Purpose);
    }

    [Fact]
    public void A_node_is_no_operator()
    {
        using var node = _ca.Node("worker");

        Assert.False(PeerValidation.IsOperator(node.Certificate));
        Assert.Null(PeerValidation.RefuseNode(node.Certificate));
    }

    [Fact]
    public void An_operator_is_not_reached_under_a_host() =>
        Assert.Throws<CertificateException>(() => _ca.Authority.Issue("alice", ["192.0.2.1"], CertificateAuthority.UsualDays, CertificateHolder.Operator));
}
