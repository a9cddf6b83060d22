namespace Federated.Learning.Data;

/// <summary>Reads as many bytes as a header claims, without trusting the claim with memory.</summary>
internal static class BoundedReader
{
    /// <summary>The best ratio deflate can reach: 258 bytes out of two bits.</summary>
    private const long DeflateLimit = 1032;

    /// <summary>Checks that a compressed file of <paramref name="length"/> bytes can hold what its header claims.</summary>
    public static bool CanInflateTo(long length, long claimed) => claimed / DeflateLimit <= length;

    /// <summary>
    /// Reads until <paramref name="claimed"/> bytes are there or the stream ends. The buffer starts at
    /// <paramref name="trusted"/> bytes and grows as data arrives.
    /// </summary>
    public static byte[] Read(Stream stream, int claimed, long trusted)
    {
        var buffer = new byte[(int)Math.Min(claimed, trusted)];
        var filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            if (filled < buffer.Length)
            {
                return buffer[..filled];
            }

            if (filled == claimed)
            {
                return buffer;
            }

            Array.Resize(ref buffer, (int)Math.Min(claimed, Math.Max(2L * filled, 4096)));
        }
    }
}
