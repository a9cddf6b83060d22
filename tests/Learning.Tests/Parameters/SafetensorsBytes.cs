using System.Buffers.Binary;
using System.Text;

namespace Federated.Learning.Tests.Parameters;

internal static class SafetensorsBytes
{
    /// <summary>Writes a file piece by piece, without the code under test.</summary>
    public static void Put(string path, string json, byte[] numbers)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(path, [.. length, .. header, .. numbers]);
    }
}
