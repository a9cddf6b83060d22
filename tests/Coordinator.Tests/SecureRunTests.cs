using Federated.Client;
using Federated.Coordinator.Admission;
using Federated.Learning;
using Federated.Learning.Data;
using Federated.Protocol;
using Federated.Protocol.Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>Mutual TLS, tokens that are used once, and an operator's certificate, over loopback.</summary>
public sealed class SecureRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("federated-").FullName;
    private readonly CertificateAuthority _authority;
    private readonly NodeCertificate _coordinator;
    private readonly NodeCertificate _one;
    private readonly NodeCertificate _other;
    private readonly NodeCertificate _alice;
    private readonly string _token;

    public SecureRunTests()
    {
        _authority = CertificateAuthority.Create(_folder, CertificateAuthority.UsualName, TimeProvider.System);
        _coordinator = Issue("coordinator", ["127.0.0.1"]);
        (_one, _other, _alice) = (Issue("one", []), Issue("other", []), Issue("alice", [], CertificateHolder.Operator));
        _token = EnrolmentFile.Add(Tokens, 1)[0];
    }

    private string Tokens => Path.Combine(_folder, "tokens");

    public void Dispose()
    {
        foreach (var certificate in new[] { _coordinator, _one, _other, _alice })
        {
            certificate.Dispose();
        }

        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Certificates_say_who_is_a_node_who_has_used_a_token_and_who_is_an_operator()
    {
        await using var run = await StartAsync();
        await run.BegunAsync();

        await Refused(StatusCode.PermissionDenied, () => Status(run, _one));
        Assert.Equal(2, (await Status(run, _alice)).Rounds);
        var working = Node(run, _one, _token).RunAsync(CancellationToken.None);
        await run.RequireRightModelAsync();
        await working;
    }

    [Fact]
    public async Task A_token_of_another_node_and_an_operators_certificate_do_not_let_in()
    {
        await using var run = await StartAsync();
        using (var channel = Channel(run, _one))
        {
            await new Device.DeviceClient(channel).JoinAsync(new JoinRequest { Version = ProtocolVersion.Current, Name = "one", Token = _token, Slots = 1 });
        }

        Assert.Contains("'one'", (await Assert.ThrowsAsync<InputException>(() => Node(run, _other, _token).RunAsync(CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Contains("operator", (await Assert.ThrowsAsync<InputException>(() => Node(run, _alice, _token).RunAsync(CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    private static Node Node(LiveRun run, NodeCertificate own, string token) => new(
        new NodeOptions
        {
            Coordinator = run.Address,
            Name = own.Name,
            Token = token,
            Slots = 2,
            DataLocations = new DataLocations("/none", "/none"),
            Handler = () => Handler(run, own),
        },
        TimeProvider.System,
        NullLogger.Instance);

    private static async Task<StatusReply> Status(LiveRun run, NodeCertificate own)
    {
        using var channel = Channel(run, own);
        return await new Operator.OperatorClient(channel).StatusAsync(new StatusRequest { Version = ProtocolVersion.Current });
    }

    private static GrpcChannel Channel(LiveRun run, NodeCertificate own) =>
        GrpcChannel.ForAddress(run.Address, new GrpcChannelOptions { HttpHandler = Handler(run, own), DisposeHttpClient = true });

    private static HttpMessageHandler Handler(LiveRun run, NodeCertificate own) => SecureHandler.Create(own, run.Address, TimeProvider.System, NullLogger.Instance);

    private static async Task Refused(StatusCode code, Func<Task> call) => Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);

    private Task<LiveRun> StartAsync() => LiveRun.StartAsync(
        LiveRun.WithServer, new CoordinatorOptions { Listen = new Uri("https://127.0.0.1:0"), Certificate = _coordinator, Enrolment = EnrolmentFile.Read(Tokens) });

    private NodeCertificate Issue(string name, string[] hosts, CertificateHolder holder = CertificateHolder.Node)
    {
        _authority.Issue(name, hosts, CertificateAuthority.UsualDays, holder);
        return CertificateFiles.Load(_folder, name, TimeProvider.System);
    }
}
