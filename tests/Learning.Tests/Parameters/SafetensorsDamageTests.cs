using System.Buffers.Binary;
using CsCheck;
using Federated.Learning.Parameters;
using Xunit;

namespace Federated.Learning.Tests.Parameters;

public sealed class SafetensorsDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}}""", "a: bytes 0 to 8 do not hold the shape [3] of F32")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}}""", "a: bytes 0 to 8 do not hold")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}}""", "a: bytes 8 to 0 do not hold")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [2], "data_offsets": [-8, 0]}}""", "a: bytes -8 to 0 do not hold")]
    [InlineData("""{"a": {"dtype": "F64", "shape": [9223372036854775807, 9223372036854775807, 4], "data_offsets": [0, 8]}}""", "a: bytes 0 to 8")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [4294967296, 1073741824], "data_offsets": [0, 0]}}""", "a: bytes 0 to 0 do not hold")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}""", "a: leaves a gap before it (byte 4; expected 0)")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "b": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}""", "b: overlaps")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}""", "the header describes 4 bytes of data, but the file has 8")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}}""", "the header describes 12 bytes of data, but the file has 8")]
    [InlineData("""{"a": {"dtype": "F31", "shape": [2], "data_offsets": [0, 8]}}""", "a: the dtype F31 is not known; expected one of F64, F32")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [2]}}""", "a: expected dtype, shape and two data_offsets")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4, 8]}}""", "a: expected dtype, shape and two data_offsets")]
    [InlineData("""{"a": {"dtype": "F32", "shape": [2.5], "data_offsets": [0, 8]}}""", "the header is not the JSON of a safetensors file")]
    [InlineData("""{"a": {"dtype": 3, "shape": "x", "data_offsets": [0, 8]}}""", "the header is not the JSON of a safetensors file")]
    [InlineData("""{"__metadata__": {"k": 1}}""", "the header is not the JSON of a safetensors file")]
    [InlineData("""{"a": 1, "a": 2}""", "the header is not the JSON of a safetensors file")]
    [InlineData("[]", "the header is not the JSON of a safetensors file")]
    [InlineData("{ ", "the header is not the JSON of a safetensors file")]
    public void A_header_that_does_not_fit_the_data_is_refused(string json, string message)
    {
        SafetensorsBytes.Put(FilePath, json, new byte[8]);

        Assert.StartsWith($"{FilePath}: {message}", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(100_000_001)]
    [InlineData(long.MaxValue)]
    public void A_header_longer_than_the_file_is_refused(long length)
    {
        var bytes = new byte[18];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        File.WriteAllBytes(FilePath, bytes);

        Assert.Contains("the header's length does not fit 18 bytes", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_off_anywhere_or_missing_is_refused()
    {
        Assert.Contains("cannot be read", Refusal(), StringComparison.Ordinal);
        SafetensorsFile.Write(FilePath, [new TensorEntry("w", [2], new float[] { 1, 2 })]);
        var whole = File.ReadAllBytes(FilePath);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Assert.StartsWith(FilePath, Refusal(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damaged_bytes_are_read_or_refused_but_never_crash()
    {
        SafetensorsFile.Write(FilePath, [new TensorEntry("w", [2], new float[] { 1, 2 })], new Dictionary<string, string> { ["a"] = "b" });
        var whole = File.ReadAllBytes(FilePath);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 3].Sample(
            changes =>
            {
                var bytes = (byte[])whole.Clone();
                Array.ForEach(changes, change => bytes[change.Item1] = change.Item2);
                File.WriteAllBytes(FilePath, bytes);
                try
                {
                    Assert.InRange(SafetensorsFile.Read(FilePath).Names.Count, 0, 1);
                }
                catch (InputException e)
                {
                    Assert.DoesNotContain(e.Message, char.IsControl);
                }
            },
            iter: 1000,
            threads: 1);
    }

    private string Refusal() => Assert.Throws<InputException>(() => SafetensorsFile.Read(FilePath)).Message;
}
