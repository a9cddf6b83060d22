using Federated.Learning.Data;
using Federated.Learning.Data.Speeches;
using Xunit;

namespace Federated.Learning.Tests.Data.Speeches;

public sealed class SpeechUsersTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_speech_is_on_the_device_and_earlier_ones_are_elsewhere()
    {
        Write("c", 1801, "Ada", "the people and the law and the people");
        Write("a", 1799, "Ada", "the law of the people");
        Write("b", 1800, "Bo", "the sea the sea");
        var options = new SpeechesOptions { Folder = _folder.Root, Words = 3, Context = 1, MinWords = 3, HeldOut = 0.2 };
        Assert.Equal([("Ada", true), ("Bo", false)], SpeechUsers.Authors(SpeechFolder.Read(_folder.Root), options));
        var data = new DatasetCatalogue(new DataLocations("/none", "/none")).Load(options, 1);

        // Vocabulary of Ada's first speech: the, law, of. What follows its first word: law of the; of the last speech the law the.
        Assert.Equal(3, data.Train.Classes);
        Assert.Equal([1, 2, 0], data.Auxiliary!.Samples.Labels.ToArray());
        Assert.Equal([3, 0], [data.Auxiliary.Users[0].Length, data.Auxiliary.Users[1].Length]);
        Assert.Equal([0, 1, 0, 0], data.Train.Labels.ToArray());
        Assert.Equal([3, 1], [data.Natural![0].Length, data.Natural[1].Length]);
    }

    [Fact]
    public void A_bag_counts_the_words_before_the_one_to_predict()
    {
        Write("a", 1799, "Ada", "law law of the sea the law of");
        Write("b", 1800, "Ada", "of law law the");
        var data = SpeechUsers.Make(SpeechFolder.Read(_folder.Root), new SpeechesOptions { Folder = string.Empty, Words = 4, Context = 3, MinWords = 0, HeldOut = 0.5 });
        var bag = new float[4];
        ((ImageSet)data.Train).Gather([0], bag);

        // law 3 times, of and the twice in the first speech: of is before the in the alphabet; sea once.
        Assert.Equal([2f / 3f, 1f / 3f, 0f, 0f], bag);
        Assert.Equal([2], data.Train.Labels.ToArray());
    }

    [Fact]
    public void Words_are_letters_with_apostrophes_between_them() =>
        Assert.Equal(["the", "people's", "will", "i", "say", "don't"], SpeechFolder.Words("The PEOPLE’s will -- I say: 1,200 'don't'"));

    [Theory]
    [InlineData("{", "expected an object with year")]
    [InlineData("[]", "expected an object with year")]
    [InlineData("{\"year\": \"x\", \"name\": \"A\", \"text\": \"b\"}", "expected an object with year")]
    [InlineData("{\"year\": 1, \"text\": \"b\"}", "expected an object with year")]
    [InlineData("{\"year\": 1, \"name\": null, \"text\": \"b\"}", "name is null")]
    public void Files_of_another_form_are_refused(string json, string expected)
    {
        var path = _folder.WriteText("a.json", json);
        var message = Assert.Throws<InputException>(() => SpeechFolder.Read(_folder.Root)).Message;
        Assert.StartsWith(path, message);
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Empty_folders_and_too_little_text_are_refused()
    {
        Assert.Contains("no *.json file", Assert.Throws<InputException>(() => SpeechFolder.Read(_folder.Root)).Message);
        Assert.Contains("no such folder", Assert.Throws<InputException>(() => SpeechFolder.Read(_folder["away"])).Message);
        Write("a", 1799, "Ada", "the law");
        var refusal = Assert.Throws<InputException>(() => SpeechUsers.Make(SpeechFolder.Read(_folder.Root), new SpeechesOptions { Folder = string.Empty }));
        Assert.Contains("none of 1 authors", refusal.Message);
    }

    private void Write(string name, int year, string author, string text) =>
        _folder.WriteText($"{name}.json", $$"""{"year":{{year}},"name":"{{author}}","party":"none","text":"{{text}}"}""");
}
