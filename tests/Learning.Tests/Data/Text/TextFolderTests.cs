using Federated.Learning.Data.Text;
using Xunit;

namespace Federated.Learning.Tests.Data.Text;

public sealed class TextFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_sorted_by_name_and_joined_by_newlines()
    {
        Write("b.txt", "second");
        Write("B.txt", "");
        Write("a10.txt", "third");
        Write("a2.txt", "fourth\n");
        Write("notes.md", "not a text");
        Assert.Equal("\nthird\nfourth\n\nsecond"u8.ToArray(), TextFolder.Read(_folder.Root));
    }

    [Fact]
    public void A_missing_folder_is_refused()
    {
        var folder = Path.Combine(_folder.Root, "nowhere");
        Assert.Equal($"{folder}: no such folder; expected one with *.txt files", Refused(folder));
    }

    [Fact]
    public void A_folder_without_texts_is_refused()
    {
        Write("notes.md", "not a text");
        Assert.Equal($"{_folder.Root}: no *.txt file; expected at least one", Refused(_folder.Root));
    }

    private static string Refused(string folder) => Assert.Throws<InputException>(() => TextFolder.Read(folder)).Message;

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder.Root, name), content);
}
