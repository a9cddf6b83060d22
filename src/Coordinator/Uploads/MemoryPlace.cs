using System.Runtime.InteropServices;

namespace Federated.Coordinator.Uploads;

/// <summary>An upload in one of the room's buffers.</summary>
/// <param name="room">whose buffer it is</param>
/// <param name="floats">the buffer</param>
internal sealed class MemoryPlace(UploadRoom room, float[] floats) : UploadPlace
{
    /// <summary>The whole buffer.</summary>
    public float[] Floats => floats;

    private Span<byte> Bytes => MemoryMarshal.AsBytes(floats.AsSpan());

    /// <inheritdoc/>
    public override void Write(int offset, ReadOnlySpan<byte> bytes) => bytes.CopyTo(Bytes[offset..]);

    /// <inheritdoc/>
    public override void Read(Span<byte> bytes) => Bytes[..bytes.Length].CopyTo(bytes);

    /// <inheritdoc/>
    public override void Dispose() => room.Return(floats);
}
