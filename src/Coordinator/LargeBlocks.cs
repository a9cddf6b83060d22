using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Federated.Coordinator;

/// <summary>
/// Memory for what comes in: a socket is read in pieces as long as a block, and with the server's own blocks of 4 KiB most of the time of a long vector
/// goes into calls of the operating system. An idle connection has no block.
/// </summary>
internal sealed class LargeBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    private const int Block = 64 << 10;

    /// <inheritdoc/>
    public override int MaxBufferSize => Shared.MaxBufferSize;

    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, Block));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
