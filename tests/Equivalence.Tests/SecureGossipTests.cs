using Federated.Client;
using Federated.Protocol;
using Federated.Protocol.Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Federated.Equivalence.Tests;

/// <summary>Hosts of gossip nodes over mutual TLS: the same bits, and strangers get nothing.</summary>
public sealed class SecureGossipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CertificateAuthority _authority;
    private readonly Dictionary<string, NodeCertificate> _certificates = [];

    public SecureGossipTests() => _authority = CertificateAuthority.Create(_folder.Path, CertificateAuthority.UsualName, TimeProvider.System);

    public void Dispose()
    {
        foreach (var certificate in _certificates.Values)
        {
            certificate.Dispose();
        }

        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Hosts_with_certificates_make_the_model_of_one_process()
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await StartAsync(folder);
        await using var one = Host(coordinator, "one");
        await using var other = Host(coordinator, "other");

        Assert.Equal(Subjects.Reference("dfedsam-mgs"), await coordinator.EndAsync());
    }

    [Fact]
    public async Task A_host_refuses_other_versions_keys_epochs_and_names()
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await StartAsync(folder);
        var gate = new Gate("Deliver", 2);
        await using var one = Host(coordinator, "one", gate.Handler);
        var listen = new Uri($"https://127.0.0.1:{FreePort()}");
        await using var other = Host(coordinator, "other", peer: listen);
        await gate.Reached;

        using var channel = GrpcChannel.ForAddress(listen, new GrpcChannelOptions { HttpHandler = Handler("one", listen), DisposeHttpClient = true });
        var peer = new Peer.PeerClient(channel);
        var hello = new Hello { Version = ProtocolVersion.Current, Epoch = 1, Host = 0, Name = "one", Key = Google.Protobuf.ByteString.CopyFrom(new byte[16]) };

        var version = await Refusal(peer, new LinkMessage { Hello = new Hello(hello) { Version = 99 } });
        Assert.Equal(StatusCode.FailedPrecondition, version.StatusCode);
        Assert.Contains("99", version.Detail, StringComparison.Ordinal);
        Assert.Contains($"{ProtocolVersion.Current}", version.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.PermissionDenied, (await Refusal(peer, new LinkMessage { Hello = hello })).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Refusal(peer, new LinkMessage { Hello = new Hello(hello) { Epoch = 0 } })).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Refusal(peer, new LinkMessage { Sent = new StepMark() })).StatusCode);
        using var state = peer.FetchState(new FetchStateRequest { Epoch = 1, Key = hello.Key });
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => state.ResponseStream.MoveNext(CancellationToken.None))).StatusCode);

        gate.Open();
        Assert.Equal(Subjects.Reference("dfedsam-mgs"), await coordinator.EndAsync());
    }

    [Fact]
    public async Task A_caller_without_a_certificate_of_the_study_does_not_get_as_far_as_a_call()
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        using var strangers = CertificateAuthority.Create(elsewhere.Path, "another study", TimeProvider.System);
        strangers.Issue("stranger", [], CertificateAuthority.UsualDays, CertificateHolder.Node);
        using var stranger = CertificateFiles.Load(elsewhere.Path, "stranger", TimeProvider.System);
        await using var coordinator = await StartAsync(folder);
        var listen = new Uri($"https://127.0.0.1:{FreePort()}");
        await using var one = Host(coordinator, "one", peer: listen);
        await using var other = Host(coordinator, "other");
        Assert.Equal(Subjects.Reference("dfedsam-mgs"), await coordinator.EndAsync());

        using var channel = GrpcChannel.ForAddress(
            listen, new GrpcChannelOptions { HttpHandler = SecureHandler.Create(stranger, listen, TimeProvider.System, NullLogger.Instance), DisposeHttpClient = true });
        Assert.Equal(StatusCode.Unavailable, (await Refusal(new Peer.PeerClient(channel), new LinkMessage { Sent = new StepMark() })).StatusCode);
    }

    private static async Task<Status> Refusal(Peer.PeerClient peer, LinkMessage first)
    {
        using var call = peer.Exchange();
        try
        {
            await call.RequestStream.WriteAsync(first);
        }
        catch (RpcException)
        {
            // The answer says why.
        }

        return (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None))).Status;
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        return ((System.Net.IPEndPoint)socket.LocalEndpoint).Port;
    }

    private Task<RunningCoordinator> StartAsync(TemporaryFolder folder) => RunningCoordinator.StartAsync(
        Subjects.Of("dfedsam-mgs"),
        folder.Path,
        new Uri("https://127.0.0.1:0"),
        hosts: 2,
        change: options => options with { Certificate = Certificate("coordinator") });

    private RunningNode Host(RunningCoordinator coordinator, string name, Func<HttpMessageHandler, HttpMessageHandler>? wrap = null, Uri? peer = null) => new(
        coordinator.Address,
        1,
        () => wrap?.Invoke(Handler(name, coordinator.Address)) ?? Handler(name, coordinator.Address),
        change: options => options with
        {
            Name = name,
            Peers = new PeerOptions { Certificate = Certificate(name), Listen = peer, Handler = address => Handler(name, address) },
        });

    private HttpMessageHandler Handler(string name, Uri address) => SecureHandler.Create(Certificate(name), address, TimeProvider.System, NullLogger.Instance);

    private NodeCertificate Certificate(string name)
    {
        lock (_certificates)
        {
            if (!_certificates.TryGetValue(name, out var certificate))
            {
                _authority.Issue(name, ["127.0.0.1"], CertificateAuthority.UsualDays, CertificateHolder.Node);
                _certificates[name] = certificate = CertificateFiles.Load(_folder.Path, name, TimeProvider.System);
            }

            return certificate;
        }
    }
}
