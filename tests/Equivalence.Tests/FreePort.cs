using System.Net;
using System.Net.Sockets;

namespace Federated.Equivalence.Tests;

/// <summary>Ports for processes that are told where to listen.</summary>
internal static class FreePort
{
    /// <summary>One that nobody listens on now.</summary>
    public static int Next()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
