namespace Federated.Equivalence.Tests;

/// <summary>A stream that breaks after some bytes.</summary>
/// <param name="inner">what is read</param>
/// <param name="left">bytes before it breaks</param>
/// <param name="counts">told when it does</param>
internal sealed class BreakingStream(Stream inner, int left, FaultCounts counts) : Stream
{
    private int _left = left;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left <= 0)
        {
            counts.Break();
            throw new IOException("the stream breaks on purpose");
        }

        var read = await inner.ReadAsync(buffer, cancellationToken);
        _left -= read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
