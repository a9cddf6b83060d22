using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Text;
using Federated.Learning.LanguageModels;
using Xunit;

namespace Federated.Learning.Tests.Data.Text;

public sealed class PromptSamplesTests : IDisposable
{
    private const string Header = "sentence\tlabel\n";
    private readonly TempFolder _folder = new();
    private readonly DatasetCatalogue _catalogue;

    public PromptSamplesTests()
    {
        _catalogue = new DatasetCatalogue(new DataLocations(_folder["cache"], _folder["system"]));
        _folder.WriteText("test.tsv", "label\tidx\tsentence\r\n1\t7\tgood\r\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sentences_become_prompts_and_labels()
    {
        _folder.WriteText("train.tsv", Header + "bad film\t0\n\nfine \"one\"\t1\n");
        var data = Load();

        Assert.Equal(["bad film\nlabel: ", "fine \"one\"\nlabel: "], Texts(data.Train));
        Assert.Equal([0, 1], data.Train.Labels.ToArray());
        Assert.Equal(["good\nlabel: "], Texts(data.Test));
        Assert.Equal([1], data.Test.Labels.ToArray());
        Assert.Equal([(int)'N', 'P'], ((TokenSet)data.Train).Answers.ToArray());
        Assert.Equal(2, data.Train.Classes);
    }

    [Fact]
    public void A_sentence_that_is_too_long_loses_its_start()
    {
        _folder.WriteText("train.tsv", Header + "abcdefghijklmnopqrstuvwxyz\t0\nshort\t1\n");
        var data = Load(prompt: "Q: {text} A:", context: 14);

        Assert.Equal(["Q: stuvwxyz A:", "Q: short A:"], Texts(data.Train));
    }

    [Fact]
    public void Prompts_are_split_by_label()
    {
        _folder.WriteText("train.tsv", Header + string.Concat(Enumerable.Range(0, 40).Select(i => $"sentence {i}\t{i % 2}\n")));
        var partition = Partitioner.Create(new PathologicalPartitionOptions { Clients = 4, ClassesPerClient = 1 }, Load(), seed: 1);

        Assert.All(Enumerable.Range(0, 4), client => Assert.Single(partition[client].ToArray().Select(sample => sample % 2).Distinct()));
    }

    [Theory]
    [InlineData("", "train.tsv:1: no column 'sentence'; expected a header line with the columns sentence and label")]
    [InlineData("sentence\tclass\nx\t0\n", "train.tsv:1: no column 'label'; expected a header line")]
    [InlineData(Header, "train.tsv: no line behind the header; expected at least one sentence")]
    [InlineData(Header + "x\t0\ny\t2\n", "train.tsv:3: label '2'; expected 0 to 1, as data.words has 2")]
    [InlineData(Header + "x\t-1\n", "train.tsv:2: label '-1'; expected 0 to 1")]
    [InlineData(Header + "x\tpositive\n", "train.tsv:2: label 'positive'; expected 0 to 1")]
    [InlineData(Header + "x\n", "train.tsv:2: 1 columns; expected 2, as the header has")]
    public void Damaged_files_are_refused_with_their_line(string content, string message)
    {
        _folder.WriteText("train.tsv", content);
        Assert.Contains(message, Assert.Throws<InputException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        _folder.Write("train.tsv", 0x73, 0xFF, 0xFE, 0x80);
        Assert.Contains("not UTF-8 text", Assert.Throws<InputException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Contains("train.tsv: no such file", Assert.Throws<InputException>(() => Load()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Nay", "P", "data.words[0]: 'Nay' is 3 tokens of this model; expected a word that is exactly one")]
    [InlineData("N", "", "data.words[1]: '' is 0 tokens of this model; expected a word that is exactly one")]
    [InlineData("N", "N", "data.words[1]: 'N' is given twice; expected another word for each label")]
    public void Label_words_are_single_tokens(string first, string second, string message)
    {
        _folder.WriteText("train.tsv", Header + "x\t0\n");
        Assert.Equal(message, Assert.Throws<InputException>(() => Load(words: [first, second])).Message);
    }

    [Fact]
    public void A_prompt_that_leaves_no_room_is_refused()
    {
        _folder.WriteText("train.tsv", Header + "x\t0\n");
        Assert.Equal(
            "data.prompt: 8 tokens without its text; expected fewer than the 8 of the model's context",
            Assert.Throws<InputException>(() => Load(context: 8)).Message);
    }

    /// <summary>OPT has such a tokenizer.</summary>
    [Fact]
    public void A_token_before_every_text_stays_there_and_is_no_part_of_a_word()
    {
        _folder.WriteText("train.tsv", Header + "abcdefghijklmnopqrstuvwxyz\t0\nshort\t1\n");
        var options = new PromptsOptions { Train = _folder["train.tsv"], Test = _folder["test.tsv"], Prompt = "{text}:", Words = ["N", "P"] };
        var data = _catalogue.Load(options, seed: 0, new TextForm(new Marked(), 8));

        Assert.Equal(["^uvwxyz:", "^short:"], Texts(data.Train));
        Assert.Equal([(int)'N', 'P'], ((TokenSet)data.Train).Answers.ToArray());
    }

    private FederatedDataset Load(string prompt = "{text}\nlabel: ", int context = 100, string[]? words = null) => _catalogue.Load(
        new PromptsOptions { Train = _folder["train.tsv"], Test = _folder["test.tsv"], Prompt = prompt, Words = words ?? ["N", "P"] },
        seed: 0,
        new TextForm(new ByteTokenizer(), context));

    private static IEnumerable<string> Texts(SampleSet set) => Enumerable.Range(0, set.Count)
        .Select(i => string.Concat(((TokenSet)set).Tokens(i).ToArray().Select(token => (char)token)));

    private sealed class Marked : ITokenizer
    {
        public int Vocabulary => 256;

        public int[] Encode(ReadOnlySpan<byte> text) => ['^', .. new ByteTokenizer().Encode(text)];
    }
}
