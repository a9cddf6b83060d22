using System.Text;
using Federated.Learning.Data.NumPy;
using Xunit;

namespace Federated.Learning.Tests.Data.NumPy;

public sealed class NpyFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var path = _folder["a.npy"];
        NpyFile.Write(path, [1.5f, -2f, float.NaN], 3, 1);
        Assert.Equal([3, 1], NpyFile.Read(path).Shape);
        Assert.Equal([1.5f, -2f, float.NaN], NpyFile.Read(path).ToSingles());
        NpyFile.Write(path, [1e300, 2.0], 2);
        Assert.Equal([1e300, 2.0], NpyFile.Read(path).ToDoubles());
        NpyFile.Write(path, [int.MinValue, 7], 1, 2);
        Assert.Equal([int.MinValue, 7], NpyFile.Read(path).ToInt32s());
        NpyFile.Write(path, [5L]);
        Assert.Equal([5], NpyFile.Read(path).ToInt32s());
        Assert.Empty(NpyFile.Read(path).Shape);
        Assert.Equal([path], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void A_header_is_laid_out_as_numpy_does()
    {
        NpyFile.Write(_folder["a.npy"], [1f, 2f], 2);
        var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
        byte[] expected = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(text.PadRight(117) + "\n"), 0, 0, 128, 63, 0, 0, 0, 64];
        Assert.Equal(expected, File.ReadAllBytes(_folder["a.npy"]));
        NpyFile.Write(_folder["b.npy"], [1L, 2L], 2, 1);
        Assert.Contains("'<i8', 'fortran_order': False, 'shape': (2, 1), }", Encoding.Latin1.GetString(File.ReadAllBytes(_folder["b.npy"])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_three_header_versions_are_read(byte version) =>
        Assert.Equal([1, 2], Read(Npy("'|u1'", "False", "(2,)", version, 1, 2)).ToInt32s());

    [Theory]
    [InlineData("'<i2'", 4, 513)]
    [InlineData("'<u2'", 4, 513)]
    [InlineData("'<i4'", 8, 513)]
    [InlineData("'<u4'", 8, 513)]
    [InlineData("'<u8'", 16, 513)]
    [InlineData("'<i8'", 16, 513)]
    [InlineData("'|i1'", 2, 1)]
    public void Integers_of_every_width_are_read(string descr, int bytes, int first)
    {
        var data = new byte[bytes];
        data[0] = 1;
        data[1] = 2;
        Assert.Equal(first, Read(Npy(descr, "False", "(2,)", 1, data)).ToInt32s()[0]);
    }

    [Fact]
    public void Single_columns_may_be_in_fortran_order_but_matrices_may_not()
    {
        Assert.Equal([1, 2], Read(Npy("'|u1'", "True", "(2, 1)", 1, 1, 2)).ToInt32s());
        Assert.Contains("ascontiguousarray", Refused(Npy("'|u1'", "True", "(1, 2, 2)", 1, 1, 2, 3, 4)));
    }

    [Theory]
    [InlineData("'>f4'", "(1,)", "'>f4'")]
    [InlineData("'|O'", "(1,)", "'|O'")]
    [InlineData("[('a', '<f4')]", "(1,)", "plain array")]
    [InlineData("'<f4'", "(2,)", "announces 8")]
    [InlineData("'|u1'", "(3,)", "announces 3")]
    [InlineData("'<f8'", "(99999, 99999, 99999)", "at most")]
    [InlineData("'<f4'", "(99999999999,)", "expected lengths")]
    [InlineData("'<f4'", "(-1,)", "plain array")]
    public void Other_contents_are_refused(string descr, string shape, string expected) =>
        Assert.Contains(expected, Refused(Npy(descr, "False", shape, 1, 0, 0, 0, 0)));

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var whole = Npy("'<f4'", "False", "(1,)", 1, 0, 0, 0, 0);
        for (var length = 0; length < whole.Length; length++)
        {
            Refused(whole[..length]);
        }

        Refused([.. whole, 0]);
    }

    [Fact]
    public void Fractions_are_no_integers_and_large_ones_do_not_fit()
    {
        var fraction = Npy("'<f4'", "False", "(1,)", 1, 0, 0, 0, 0);
        Assert.Contains("Float32", Assert.Throws<InputException>(() => Read(fraction).ToInt32s()).Message);
        var large = Npy("'<i8'", "False", "(1,)", 1, 0, 0, 0, 0, 1, 0, 0, 0);
        Assert.Contains("32 bits", Assert.Throws<InputException>(() => Read(large).ToInt32s()).Message);
    }

    [Fact]
    public void A_shape_that_does_not_hold_the_values_is_an_error_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NpyFile.Write(_folder["a.npy"], [1f, 2f], 3));

    internal static byte[] Npy(string descr, string fortran, string shape, byte version, params byte[] data)
    {
        var text = Encoding.ASCII.GetBytes($"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
        byte[] length = version == 1 ? [(byte)text.Length, 0] : [(byte)text.Length, 0, 0, 0];
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }

    private NpyArray Read(byte[] content) => NpyFile.Read(_folder.Write("file.npy", content));

    private string Refused(byte[] content)
    {
        var message = Assert.Throws<InputException>(() => Read(content)).Message;
        Assert.StartsWith(_folder["file.npy"], message);
        return message;
    }
}
