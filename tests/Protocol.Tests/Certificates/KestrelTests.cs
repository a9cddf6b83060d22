using System.Net;
using Federated.Protocol.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Federated.Protocol.Tests.Certificates;

/// <summary>The stack that gRPC stands on: Kestrel and <see cref="SocketsHttpHandler"/>, HTTP/2 only.</summary>
public sealed class KestrelTests : IDisposable
{
    private readonly CaFolder _ca = new();
    private readonly List<string> _refusals = [];

    public void Dispose() => _ca.Dispose();

    [Fact]
    public async ValueTask A_request_carries_the_identity_of_the_node()
    {
        using var server = _ca.Node("coordinator", "127.0.0.1");
        using var client = _ca.Node("worker-1");
        await using var application = await Listen(server);

        Assert.Equal("worker-1", await Ask(application, client));
        Assert.Empty(_refusals);
    }

    [Fact]
    public async ValueTask A_request_of_a_stranger_is_not_answered()
    {
        using var other = new CaFolder(_ca.Time);
        using var server = _ca.Node("coordinator", "127.0.0.1");
        using var stranger = other.Node("worker-1");
        await using var application = await Listen(server);

        await Assert.ThrowsAsync<HttpRequestException>(() => Ask(application, stranger with { Authority = server.Authority }));
        lock (_refusals)
        {
            Assert.Contains("issued by another CA", Assert.Single(_refusals), StringComparison.Ordinal);
        }
    }

    private async Task<WebApplication> Listen(NodeCertificate own)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(TlsOptions.ForServer(own, _ca.Time, Refused)),
            });
        }));
        var application = builder.Build();
        application.MapGet("/", (HttpContext context) => PeerValidation.NameOf(context.Connection.ClientCertificate!));
        await application.StartAsync();
        return application;
    }

    private async Task<string> Ask(WebApplication application, NodeCertificate own)
    {
        var address = new Uri(application.Urls.First());
        using var handler = new SocketsHttpHandler { SslOptions = TlsOptions.ForClient(own, address.IdnHost, _ca.Time, Refused) };
        using var http = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        return await http.GetStringAsync(address);
    }

    private void Refused(string reason)
    {
        lock (_refusals)
        {
            _refusals.Add(reason);
        }
    }
}
