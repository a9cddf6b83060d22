using System.Text;
using Federated.Learning.LanguageModels.HuggingFace;
using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Learning.Tests.LanguageModels.HuggingFace;

public sealed class ByteLevelBpeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ByteLevelBpeTests()
    {
        TinyBpe.WriteVocabulary(VocabularyPath, TinyBpe.Vocabulary);
        TinyBpe.WriteMerges(MergesPath);
    }

    private string VocabularyPath => _folder.File("vocab.json");

    private string MergesPath => _folder.File("merges.txt");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("the thing")]
    [InlineData("The  the   they'll sing!!! 12 1212")]
    [InlineData("caf\u00E9 \u00E9t\u00E9 \u4E16\u754C \U0001F600\U0001F680")]
    [InlineData("\n\n a\r\n\tb  \n")]
    [InlineData("</s> is text")]
    [InlineData("")]
    public void It_merges_by_rank(string text) =>
        Assert.Equal(TinyBpe.Encode(text), Read().Encode(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void It_merges_random_text_by_rank()
    {
        string[] pieces = ["t", "h", "e", "the", " ", " ", "i", "n", "g", "'", "l", "s", "1", "2", "!", "\n", "\t", "\u00E9", "\u00A0", "\u00AD", "\0", "\u007F", "\u4E16", "\U0001F600"];
        var stream = new KeyedStream(2, Purpose.SyntheticData);
        var tokenizer = Read();
        for (var trial = 0; trial < 300; trial++)
        {
            var text = new StringBuilder();
            for (var length = stream.NextInt32(40); length > 0; length--)
            {
                text.Append(pieces[stream.NextInt32(pieces.Length)]);
            }

            Assert.Equal(TinyBpe.Encode($"{text}"), tokenizer.Encode(Encoding.UTF8.GetBytes($"{text}")));
        }
    }

    [Fact]
    public void Words_are_merged_to_single_tokens() =>
        Assert.Equal([TinyBpe.Vocabulary["the"], TinyBpe.Vocabulary["Ġthe"]], Read().Encode("the the"u8));

    [Fact]
    public void Bytes_that_are_not_UTF8_become_the_replacement_character() =>
        Assert.Equal(TinyBpe.Encode("a\uFFFDb"), Read().Encode([(byte)'a', 0xFF, (byte)'b']));

    [Fact]
    public void A_first_token_stands_before_every_text()
    {
        var tokenizer = Read("</s>");
        Assert.Equal([2, .. TinyBpe.Encode("the")], tokenizer.Encode("the"u8));
        Assert.Equal([2], tokenizer.Encode([]));
    }

    [Fact]
    public void The_vocabulary_ends_behind_its_largest_number()
    {
        TinyBpe.WriteVocabulary(VocabularyPath, new Dictionary<string, int>(TinyBpe.Vocabulary) { ["<mask>"] = 999 });
        Assert.Equal(1000, Read().Vocabulary);
    }

    [Theory]
    [InlineData("a", "-1", "a has the number -1; expected one from 0 on that no other token has")]
    [InlineData("a", "0", "has the number 0; expected one from 0 on that no other token has")]
    [InlineData("Ġ", null, "no token for the byte 32; expected one for each byte")]
    [InlineData("\u0143", null, "no token for the byte 173; expected one for each byte")]
    [InlineData("the", null, "expected two tokens of vocab.json that make a third one")]
    [InlineData("</s>", null, "no token </s>; the model expects it before every text")]
    public void A_vocabulary_that_does_not_fit_is_refused(string token, string? number, string reason)
    {
        var vocabulary = new Dictionary<string, int>(TinyBpe.Vocabulary);
        vocabulary.Remove(token);
        if (number is not null)
        {
            vocabulary[token] = int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        }

        TinyBpe.WriteVocabulary(VocabularyPath, vocabulary);
        var error = Assert.Throws<InputException>(() => Read("</s>"));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vocab.json", "[1]", "vocab.json: not an object from token to number")]
    [InlineData("vocab.json", "{\"a\": 1, \"a\": 2}", "vocab.json: not an object from token to number")]
    [InlineData("vocab.json", "null", "vocab.json: no token for the byte 0")]
    [InlineData("merges.txt", "#version: 0.2\nt h e\n", "merges.txt, line 2: 't h e'; expected two tokens")]
    [InlineData("merges.txt", null, "merges.txt: no such file")]
    public void Damaged_files_are_refused(string file, string? text, string reason)
    {
        File.Delete(_folder.File(file));
        if (text is not null)
        {
            File.WriteAllText(_folder.File(file), text);
        }

        Assert.Contains(reason, Assert.Throws<InputException>(() => Read()).Message, StringComparison.Ordinal);
    }

    private ByteLevelBpe Read(string? first = null) => ByteLevelBpe.Read(VocabularyPath, MergesPath, first);
}
