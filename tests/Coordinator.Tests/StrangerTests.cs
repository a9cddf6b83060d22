using Federated.Client;
using Federated.Protocol;
using Federated.Protocol.Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>Over TLS: whoever does not belong to a run is refused, and the run goes on to the right model.</summary>
public sealed class StrangerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("federated-").FullName;

    [Fact]
    public async Task Strangers_are_refused_and_the_run_goes_on()
    {
        var then = new EarlierTime(TimeSpan.FromDays(2));
        using var past = CertificateAuthority.Create(Folder("study"), CertificateAuthority.UsualName, then);
        past.Issue("late", [], days: 1);
        using var expired = CertificateFiles.Load(Folder("study"), "late", then);
        using var authority = CertificateAuthority.Open(Folder("study"), TimeProvider.System);
        using var coordinator = Issue(authority, "study", "coordinator", "127.0.0.1");
        using var honest = Issue(authority, "study", "honest");
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer, coordinator);

        using var other = CertificateAuthority.Create(Folder("other"), CertificateAuthority.UsualName, TimeProvider.System);
        using var foreign = Issue(other, "other", "honest");
        await RequireRefused(run, foreign with { Authority = honest.Authority }, "honest", LiveRun.Token, StatusCode.Unavailable, StatusCode.Internal);

        await RequireRefused(run, expired, "late", LiveRun.Token, StatusCode.Unavailable, StatusCode.Internal);

        await RequireRefused(run, honest, "honest", "another token", StatusCode.PermissionDenied);
        await RequireRefused(run, honest, "somebody else", LiveRun.Token, StatusCode.PermissionDenied);

        var working = run.WorkAsync(handler: () => Handler(run, honest));
        await run.RequireRightModelAsync();
        await working;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static HttpMessageHandler Handler(LiveRun run, NodeCertificate certificate) =>
        SecureHandler.Create(certificate, run.Address, TimeProvider.System, NullLogger.Instance);

    /// <summary>Who gets as far as a call is told why; with a certificate that does not count there is no connection.</summary>
    private static async Task RequireRefused(LiveRun run, NodeCertificate certificate, string name, string token, params StatusCode[] codes)
    {
        using var channel = GrpcChannel.ForAddress(run.Address, new GrpcChannelOptions { HttpHandler = Handler(run, certificate), DisposeHttpClient = true });
        var error = await Assert.ThrowsAsync<RpcException>(() => new Device.DeviceClient(channel)
            .JoinAsync(new JoinRequest { Version = ProtocolVersion.Current, Name = name, Token = token, Slots = 1 }).ResponseAsync);
        Assert.Contains(error.StatusCode, codes);
    }

    private NodeCertificate Issue(CertificateAuthority authority, string folder, string name, params string[] hosts)
    {
        authority.Issue(name, hosts, CertificateAuthority.UsualDays);
        return CertificateFiles.Load(Folder(folder), name, TimeProvider.System);
    }

    private string Folder(string name) => Path.Combine(_root, name);

    /// <summary>The system's clock, put back.</summary>
    private sealed class EarlierTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - by;
    }
}
