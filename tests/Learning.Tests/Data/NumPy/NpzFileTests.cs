using System.IO.Compression;
using Federated.Learning.Data.NumPy;
using Xunit;

namespace Federated.Learning.Tests.Data.NumPy;

public sealed class NpzFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Stored_and_deflated_archives_are_read(CompressionLevel level)
    {
        var path = Write(level, "a", NpyFileTests.Npy("'|u1'", "False", "(1000,)", 1, new byte[1000]));
        var file = NpzFile.Open(path);
        Assert.Equal(["a"], file.Keys);
        Assert.Equal(1000, file.Read("a").Length);
    }

    [Fact]
    public void A_missing_array_is_named_with_those_that_are_there()
    {
        var file = NpzFile.Open(Write(CompressionLevel.Fastest, "a", NpyFileTests.Npy("'|u1'", "False", "(1,)", 1, 7)));
        var message = Assert.Throws<InputException>(() => file.Read("b")).Message;
        Assert.Contains("[b]: no such array; the file has a", message);
    }

    [Fact]
    public void Something_else_than_an_archive_is_refused()
    {
        var path = _folder.WriteText("file.npz", "no archive");
        Assert.StartsWith(path, Assert.Throws<InputException>(() => NpzFile.Open(path)).Message);
    }

    [Fact]
    public void An_array_whose_header_lies_is_refused()
    {
        var file = NpzFile.Open(Write(CompressionLevel.Fastest, "a", NpyFileTests.Npy("'|u1'", "False", "(2000000000,)", 1, 7)));
        Assert.Contains("announces 2000000000", Assert.Throws<InputException>(() => file.Read("a")).Message);
    }

    private string Write(CompressionLevel level, string key, byte[] content)
    {
        using var archive = ZipFile.Open(_folder["file.npz"], ZipArchiveMode.Create);
        using var entry = archive.CreateEntry(key + ".npy", level).Open();
        entry.Write(content);
        return _folder["file.npz"];
    }
}
