namespace Federated.Learning.Parameters;
internal static class VectorFile
{
    public static void Write<T>(string path, string[] names, T[] vectors) where T : unmanaged => throw new InvalidOperationException();
    public static void Read<T>(string path, string[] names, T[] vectors) where T : unmanaged => throw new InvalidOperationException();
}
