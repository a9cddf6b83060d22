using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Federated.Protocol.Certificates;
using Xunit;

namespace Federated.Protocol.Tests.Certificates;

/// <summary>Handshakes over loopback.</summary>
public sealed class TlsOptionsTests : IDisposable
{
    private readonly CaFolder _ca = new();

    public void Dispose() => _ca.Dispose();

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async ValueTask Both_ends_know_who_the_other_is(string host)
    {
        using var server = _ca.Node("coordinator", "localhost", "127.0.0.1");
        using var client = _ca.Node("worker-1");

        var meeting = await Meet(server, client, host);

        Assert.Equal(["worker-1", "coordinator"], meeting.Names);
        Assert.Empty(meeting.Refusals);
    }

    [Fact]
    public async ValueTask Neither_end_trusts_another_CA()
    {
        using var other = new CaFolder(_ca.Time);
        using var server = _ca.Node("coordinator", "localhost");
        using var client = _ca.Node("worker-1");
        using var strangeServer = other.Node("coordinator", "localhost");
        using var strangeClient = other.Node("worker-1");

        await RequireRefusal(server, strangeClient with { Authority = client.Authority }, "localhost", "server: the certificate of 'worker-1' was issued by another CA");
        await RequireRefusal(strangeServer with { Authority = server.Authority }, client, "localhost", "client: the certificate of 'coordinator' was issued by another CA");
    }

    [Fact]
    public async ValueTask A_server_under_another_host_is_refused()
    {
        using var server = _ca.Node("coordinator", "fed.example.org");
        using var client = _ca.Node("worker-1");

        await RequireRefusal(server, client, "localhost", "client: the certificate of 'coordinator' does not match the host: it is for fed.example.org, not for localhost");
    }

    [Fact]
    public async ValueTask Expired_certificates_are_refused_by_the_clock_that_was_passed_in()
    {
        using var server = _ca.Node("coordinator", "localhost");
        _ca.Time.Now = SteppedTime.Start.AddDays(60);
        using var client = _ca.Node("worker-1");
        _ca.Time.Now = SteppedTime.Start.AddDays(91);

        await RequireRefusal(server, client, "localhost", "client: the certificate of 'coordinator' expired on 2031-08-04");
    }

    [Fact]
    public async ValueTask A_client_without_a_certificate_is_refused()
    {
        using var server = _ca.Node("coordinator", "localhost");
        using var client = _ca.Node("worker-1");

        var meeting = await Meet(server, client, "localhost", options => options.ClientCertificateContext = null);

        Assert.Empty(meeting.Names);
        Assert.Contains("server: no certificate was shown", meeting.Refusals);
    }

    private async Task<Meeting> Meet(NodeCertificate server, NodeCertificate client, string host, Action<SslClientAuthenticationOptions>? change = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var calling = new TcpClient();
        await calling.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var answering = await listener.AcceptTcpClientAsync();
        await using var atServer = new SslStream(answering.GetStream());
        await using var atClient = new SslStream(calling.GetStream());
        var refusals = new List<string>();
        var clientOptions = TlsOptions.ForClient(client, host, _ca.Time, reason => Add($"client: {reason}"));
        change?.Invoke(clientOptions);

        // Each end closes its socket when it refuses, so that the other does not wait for it.
        var serverEnd = Shake(atServer, atServer.AuthenticateAsServerAsync(TlsOptions.ForServer(server, _ca.Time, reason => Add($"server: {reason}"))));
        var clientEnd = Shake(atClient, atClient.AuthenticateAsClientAsync(clientOptions));
        string?[] names = [await serverEnd, await clientEnd];
        return new Meeting([.. names.OfType<string>()], refusals);

        void Add(string reason)
        {
            lock (refusals)
            {
                refusals.Add(reason);
            }
        }
    }

    /// <summary>One byte each way: with TLS 1.3 a client hears only then that its certificate was refused.</summary>
    private static async Task<string?> Shake(SslStream stream, System.Threading.Tasks.Task handshake)
    {
        try
        {
            await handshake;
            await stream.WriteAsync(new byte[] { 7 });
            return await stream.ReadAsync(new byte[1]) == 1 ? PeerValidation.NameOf((X509Certificate2)stream.RemoteCertificate!) : null;
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            stream.Close();
            return null;
        }
    }

    private async ValueTask RequireRefusal(NodeCertificate server, NodeCertificate client, string host, string mention)
    {
        var meeting = await Meet(server, client, host);

        Assert.NotEqual(2, meeting.Names.Length);
        Assert.Contains(mention, Assert.Single(meeting.Refusals), StringComparison.Ordinal);
    }

    private sealed record Meeting(string[] Names, List<string> Refusals);
}
