using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Text;
using Federated.Learning.LanguageModels;
using Xunit;

namespace Federated.Learning.Tests.Data.Text;

public sealed class WindowSamplesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DatasetCatalogue _catalogue;

    public WindowSamplesTests() => _catalogue = new DatasetCatalogue(new DataLocations(_folder["cache"], _folder["system"]));

    public void Dispose() => _folder.Dispose();

    /// <summary>20 characters: 15 to train on, 5 held out; three windows of 4 and one.</summary>
    [Fact]
    public void Windows_follow_each_other_and_the_end_is_held_out()
    {
        _folder.WriteText("a.txt", "abcdefgh");
        _folder.WriteText("b.txt", "ijklmnopqrs");
        var data = Load(heldOut: 0.25, window: 4);

        Assert.Equal(["abcde", "efgh\n", "\nijkl"], Texts(data.Train));
        Assert.Equal(["opqrs"], Texts(data.Test));
        Assert.Equal("4 tokens", data.Train.Measure);
        Assert.Equal((1, 1), (data.Train.Classes, data.Test.Classes));
    }

    [Fact]
    public void A_window_belongs_to_the_file_in_which_it_starts()
    {
        _folder.WriteText("a.txt", "abcdefgh");
        _folder.WriteText("b.txt", "i");
        _folder.WriteText("c.txt", "klmnopqrstuvwxyz");
        var data = Load(heldOut: 0.2, window: 4);

        Assert.Equal(["abcde", "efgh\n", "\ni\nkl", "lmnop", "pqrst"], Texts(data.Train));
        var users = data.Natural!;
        Assert.Equal(3, users.Clients);
        Assert.Equal([0, 1, 2], users[0].ToArray());
        Assert.Empty(users[1].ToArray());
        Assert.Equal([3, 4], users[2].ToArray());
        var split = Partitioner.Create(new NaturalPartitionOptions(), data, seed: 1);
        Assert.Equal(2, split.Clients);
    }

    [Fact]
    public void Only_the_first_windows_are_used_when_asked_for()
    {
        _folder.WriteText("a.txt", "abcdefgh");
        _folder.WriteText("b.txt", "ijklmnopqrs");
        var data = _catalogue.Load(new TextOptions { Folder = _folder.Root, HeldOut = 0.25, Window = 4, TrainSamples = 2 }, 0);

        Assert.Equal(["abcde", "efgh\n"], Texts(data.Train));
        Assert.Equal([0, 1], data.Natural![0].ToArray());
        Assert.Empty(data.Natural[1].ToArray());
    }

    [Fact]
    public void A_text_shorter_than_a_window_is_refused()
    {
        _folder.WriteText("a.txt", "abcdefgh");
        Assert.Equal(
            "data: 6 tokens to train on and 2 held out; expected at least 5 of each, a window of 4 and the token behind it",
            Assert.Throws<InputException>(() => Load(heldOut: 0.25, window: 4)).Message);
    }

    [Fact]
    public void A_window_longer_than_the_models_context_is_refused() =>
        Assert.Equal(
            "data.window: 64; the model's context is 32, so 1 to 32 are accepted",
            Assert.Throws<InputException>(() => _catalogue.Load(new MailsOptions(), 0, new TextForm(new ByteTokenizer(), 32))).Message);

    [Fact]
    public void The_built_in_mails_need_no_file_and_name_nobody()
    {
        var data = _catalogue.Load(new MailsOptions { Window = 100 }, 0);

        Assert.Equal((18837, 2093), (data.Train.Count, data.Test.Count));
        var text = string.Concat(Texts(data.Train));
        Assert.Contains("perl", text, StringComparison.Ordinal);
        Assert.Contains("xxx@xxx", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[a-wyzA-WYZ0-9]@[A-Za-z0-9.-]+\.[A-Za-z]{2}", text);
    }

    [Fact]
    public void The_licence_of_the_mails_travels_with_the_program()
    {
        using var stream = typeof(SampleSet).Assembly.GetManifestResourceStream("Federated.Learning.Data.LICENSE-mails.txt");
        Assert.Contains("Public Domain Dedication", new StreamReader(stream!).ReadToEnd(), StringComparison.Ordinal);
    }

    private FederatedDataset Load(double heldOut, int window) =>
        _catalogue.Load(new TextOptions { Folder = _folder.Root, HeldOut = heldOut, Window = window }, 0);

    private static IEnumerable<string> Texts(SampleSet set) => Enumerable.Range(0, set.Count)
        .Select(i => string.Concat(((TokenSet)set).Tokens(i).ToArray().Select(token => (char)token)));
}
