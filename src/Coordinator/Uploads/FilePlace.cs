using Microsoft.Win32.SafeHandles;

namespace Federated.Coordinator.Uploads;

/// <summary>An upload in a file that nobody else sees, and that is gone with this process whatever ends it.</summary>
internal sealed class FilePlace : UploadPlace
{
    private readonly SafeFileHandle _file;

    /// <param name="path">a new file</param>
    public FilePlace(string path)
    {
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        File.Delete(path);
    }

    /// <inheritdoc/>
    public override void Write(int offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_file, bytes, offset);

    /// <inheritdoc/>
    public override void Read(Span<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var read = RandomAccess.Read(_file, bytes[at..], at);
            at += read > 0 ? read : throw new EndOfStreamException($"An upload on disk ends after {at} of {bytes.Length} bytes.");
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();
}
