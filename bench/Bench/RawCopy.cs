using System.Net;
using System.Net.Sockets;

namespace Federated.Bench;

/// <summary>Bytes over several TCP connections of loopback, from memory to memory that were there before: what the network itself costs.</summary>
/// <param name="bytes">of one connection</param>
/// <param name="connections">number of connections</param>
internal sealed class RawCopy(int bytes, int connections) : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _source = Filled(bytes);
    private readonly byte[][] _targets = [.. Enumerable.Range(0, connections).Select(_ => Filled(bytes))];

    /// <summary>Sends everything once.</summary>
    public async Task RunAsync()
    {
        _listener.Start();
        var sending = Enumerable.Range(0, connections).Select(_ => Task.Run(SendAsync)).ToArray();
        var receiving = _targets.Select(target => Task.Run(() => ReceiveAsync(target))).ToArray();
        await Task.WhenAll([.. sending, .. receiving]);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static byte[] Filled(int length)
    {
        var block = new byte[length];
        Array.Fill(block, (byte)1);
        return block;
    }

    private async Task SendAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)_listener.LocalEndpoint);
        await client.GetStream().WriteAsync(_source);
    }

    private async Task ReceiveAsync(byte[] target)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await client.GetStream().ReadExactlyAsync(target);
    }
}
