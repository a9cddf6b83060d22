using Xunit;

namespace Federated.Protocol.Tests;

/// <summary>Files that only their owner reads.</summary>
public sealed class SecretFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fed-secret-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_secret_replaces_a_file_that_others_could_read_and_leaves_nothing_beside_it()
    {
        var path = Path.Combine(_folder, "token");
        SecretFile.WritePublic(path, "old");
        Assert.Equal(!OperatingSystem.IsWindows(), SecretFile.IsReadableByOthers(path));

        SecretFile.Write(path, "new");

        Assert.False(SecretFile.IsReadableByOthers(path));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Equal_tokens_are_equal_and_others_are_not()
    {
        Assert.True(SecretHash.AreEqual("abc", "abc"));
        Assert.False(SecretHash.AreEqual("abc", "abd"));
        Assert.False(SecretHash.AreEqual("abc", ""));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", SecretHash.Of("abc"));
    }
}
