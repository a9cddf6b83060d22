using System.Text;
using CsCheck;
using Federated.Learning.Parameters;
using Xunit;

namespace Federated.Learning.Tests.Parameters;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_has_the_bytes_that_the_format_asks_for()
    {
        SafetensorsFile.Write(
            FilePath,
            [new TensorEntry("w", [1, 2], new float[] { 1, -2 }), new TensorEntry("d", [], new double[] { 0.5 })],
            new Dictionary<string, string> { ["format"] = "pt" });

        const string Json =
            """{"__metadata__":{"format":"pt"},"d":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[8,16]}}""";
        byte[] numbers = [0, 0, 0, 0, 0, 0, 0xE0, 0x3F, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0];
        var padded = Json.PadRight((Json.Length + 7) / 8 * 8);
        Assert.Equal([(byte)padded.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(padded), .. numbers], File.ReadAllBytes(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void All_floating_point_formats_are_read()
    {
        SafetensorsBytes.Put(
            FilePath,
            """
            {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "b": {"dtype": "F64", "shape": [1, 1], "data_offsets": [8, 16]},
             "c": {"dtype": "BF16", "shape": [2], "data_offsets": [16, 20]}, "e": {"dtype": "F16", "shape": [], "data_offsets": [20, 22]},
             "f": {"dtype": "U8", "shape": [2], "data_offsets": [22, 24]}, "g": {"dtype": "F32", "shape": [0, 3], "data_offsets": [24, 24]},
             "__metadata__": {"k": "v"}}
            """,
            [0, 0, 0x80, 0x3F, 0, 0, 0x80, 0xFF, 0, 0, 0, 0, 0, 0, 0xE0, 0xBF, 0x80, 0x3F, 0x49, 0x40, 0, 0x3E, 7, 8]);

        var content = SafetensorsFile.Read(FilePath);

        Assert.Equal(["a", "b", "c", "e", "f", "g"], content.Names);
        Assert.Equal([1, float.NegativeInfinity], content.ToSingles("a"));
        Assert.Equal([-0.5], content.ToDoubles("b"));
        Assert.Equal([1, 3.140625], content.ToDoubles("c"));
        Assert.Equal([1.5f], content.ToSingles("e"));
        Assert.Equal([1, 1], content.Shape("b"));
        Assert.Empty(content.Shape("e"));
        Assert.Empty(content.ToSingles("g"));
        Assert.Equal("v", content.Metadata["k"]);
        Assert.Contains("f is of type U8; expected F64", Refusal(() => content.ToSingles("f")), StringComparison.Ordinal);
        Assert.Contains("no tensor x; the file has a, b, c", Refusal(() => content.Shape("x")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_reads_back_with_the_same_bits() =>
        Gen.Select(Gen.Float.Array[0, 20], Gen.Double.Array[0, 20], Gen.String).Sample(
            (singles, doubles, text) =>
            {
                // Lone surrogates have no UTF-8 form.
                var note = string.Concat(text.Where(c => !char.IsSurrogate(c)));
                SafetensorsFile.Write(
                    FilePath,
                    [new TensorEntry("s" + note, [singles.Length, 1], singles), new TensorEntry("d\"\n", [doubles.Length], doubles)],
                    new Dictionary<string, string> { [note] = note });
                var content = SafetensorsFile.Read(FilePath);
                Assert.Equal(singles.Select(BitConverter.SingleToUInt32Bits), content.ToSingles("s" + note).Select(BitConverter.SingleToUInt32Bits));
                Assert.Equal(doubles.Select(BitConverter.DoubleToUInt64Bits), content.ToDoubles("d\"\n").Select(BitConverter.DoubleToUInt64Bits));
                Assert.Equal(note, content.Metadata[note]);
            },
            iter: 50,
            threads: 1);

    [Fact]
    public void A_network_goes_to_a_file_and_back()
    {
        var layout = new ParameterLayout().AddLinear("fc", 3, 2);
        float[] flat = [1, 2, 3, 4, 5, 6, 7, 8];
        SafetensorsFile.Write(FilePath, layout, flat);
        var content = SafetensorsFile.Read(FilePath);
        var again = new float[8];
        content.CopyTo(layout, again);

        Assert.Equal(flat, again);
        Assert.Equal([2, 3], content.Shape("fc.weight"));
        Assert.Contains(
            "fc.weight has the shape [2, 3]; expected [3, 2]",
            Refusal(() => content.CopyTo(new ParameterLayout().AddLinear("fc", 2, 3), new float[9])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_do_not_fill_the_shape_and_repeated_names_are_mistakes_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => new TensorEntry("w", [3], new float[2]));
        var twice = new TensorEntry("w", [1], new float[1]);
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(FilePath, [twice, twice]));
        Assert.False(File.Exists(FilePath));
    }

    private static string Refusal(Action read) => Assert.Throws<InputException>(read).Message;
}
