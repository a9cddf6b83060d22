using System.Text;
using CsCheck;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Learning.Tests.Experiments;

public class HostileTextTests
{
    private static readonly string[] _pieces =
    [
        "name", "shape", "inner", "matrix", "kind", "square", "many", ": ", ":", "\n", "\n  ", "\n- ", "- ", "[", "]", "{", "}", ", ",
        "1", "-0.5", ".inf", "null", "~", "'", "\"", "\\", "\\x4", "\\UFFFFFFFF", "&a ", "*a", "!!str ", "!<x> ", "!", "%YAML 1.2\n",
        "%YAML 99999999999.1\n", "%TAG ! x\n", "---\n", "...\n", "|\n", "|9\n", ">-\n ", "#", "? ", "<<: ", "\t", "\0", "\uFEFF",
        "\uD800", "é", "\r", "\u2028", "@", "`", "=", ".",
    ];

    [Fact]
    public void Random_text_is_read_or_refused_but_never_crashes() =>
        Gen.String.Sample(ReadsOrRefuses);

    [Fact]
    public void Random_pieces_of_yaml_are_read_or_refused_but_never_crash() =>
        OneOf(_pieces).Array[0, 30].Select(string.Concat).Sample(ReadsOrRefuses, iter: 20_000);

    [Fact]
    public void Damaged_files_are_read_or_refused_but_never_crash()
    {
        const string Whole = "name: a\nshape: {kind: disc, radius: 3}\nmany:\n  - &x name: b\n    weights: [1, 2]\n  - *x\nmatrix: [[1], [2]]\n";
        Gen.Select(Gen.Int[0, Whole.Length], Gen.Int[0, 10], OneOf(_pieces))
            .Select((at, cut, piece) => Whole[..at] + piece + Whole[Math.Min(Whole.Length, at + cut)..])
            .Sample(ReadsOrRefuses, iter: 5_000);
    }

    [Fact]
    public void Random_overrides_are_applied_or_refused_but_never_crash() =>
        OneOf([.. _pieces, "name=", "shape.", "kind=", "inner.", "count"]).Array[0, 8].Select(string.Concat)
            .Sample(set => ReadsOrRefuses("shape: disc\ninner: x\nmany: [a]", set), iter: 5_000);

    [Fact]
    public void Random_bytes_as_a_file_are_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("random.yaml");
        Gen.Byte.Array[0, 200].Sample(
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                var e = Assert.Throws<InputException>(() => ExperimentFile.Load(path, []));
                Assert.StartsWith(path + ":", e.Message, StringComparison.Ordinal);
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("latin.yaml"), Encoding.Latin1.GetBytes("name: é"));

        var e = Assert.Throws<InputException>(() => ExperimentFile.Load(folder.File("latin.yaml"), []));

        Assert.Contains("expected a UTF-8 YAML file", e.Message, StringComparison.Ordinal);
    }

    private static Gen<string> OneOf(string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);

    private static void ReadsOrRefuses(string text) => ReadsOrRefuses(text, []);

    private static void ReadsOrRefuses(string text, params string[] overrides)
    {
        try
        {
            Assert.NotNull(Sample.Read(text, overrides));
        }
        catch (InputException e)
        {
            Assert.All(e.Message.Split('\n'), line => Assert.Matches("^(run.yaml:|--set |\\.\\.\\. and )", line));
            Assert.DoesNotContain(e.Message.Replace("\n", "", StringComparison.Ordinal), char.IsControl);
        }
    }
}
