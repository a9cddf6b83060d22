namespace Federated.Coordinator.Uploads;

/// <summary>Where the bytes of an upload lie; given back when it is disposed.</summary>
internal abstract class UploadPlace : IDisposable
{
    /// <summary>Puts bytes at an offset.</summary>
    public abstract void Write(int offset, ReadOnlySpan<byte> bytes);

    /// <summary>Copies the first bytes.</summary>
    public abstract void Read(Span<byte> bytes);

    /// <inheritdoc/>
    public abstract void Dispose();
}
