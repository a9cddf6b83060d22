using Federated.Learning.Data;
using Federated.Learning.Data.Arrays;
using Federated.Learning.Data.NumPy;
using Xunit;

namespace Federated.Learning.Tests.Data;

/// <summary>A client's samples as two files: read as they were written, and refused with what would be accepted.</summary>
public sealed class SampleFolderTests : IDisposable
{
    private static readonly SampleShape _shape = new(2, 3, 4);

    private readonly TempFolder _folder = new();

    [Fact]
    public void Samples_come_back_as_the_model_reads_them()
    {
        var all = new ByteSampleSet([.. Enumerable.Range(0, 5 * 24).Select(i => (byte)i)], _shape, [0, 1, 2, 1, 0], 3, new Normalisation([0.1f, 0.2f], [0.3f, 0.4f]));
        SampleFolder.Write(_folder.Root, all, [4, 1, 1]);

        var own = SampleFolder.Read(_folder.Root, _shape, 3, normalisation: null);

        Assert.Equal(3, SampleFolder.Count(_folder.Root));
        Assert.Equal([0, 1, 1], own.Labels.ToArray());
        var (expected, found) = (new float[3 * 24], new float[3 * 24]);
        all.Gather([4, 1, 1], expected);
        own.Gather([0, 1, 2], found);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Bytes_are_pixels_and_normalised_like_those_of_the_experiment()
    {
        NpyFile.Write(Path.Combine(_folder.Root, "train_x.npy"), (byte[])[0, 255], 2, 1, 1);
        NpyFile.Write(Path.Combine(_folder.Root, "train_y.npy"), (long[])[0, 1], 2);
        var shape = new SampleShape(1, 1, 1);

        var own = SampleFolder.Read(_folder.Root, shape, 2, new Normalisation([0.5f], [0.25f]));
        var found = new float[2];
        own.Gather([0, 1], found);
        Assert.Equal([-2f, 2f], found);

        Assert.Contains("not pixels", Refusal(shape, 2), StringComparison.Ordinal);
    }

    [Fact]
    public void Features_may_be_a_matrix()
    {
        NpyFile.Write(Path.Combine(_folder.Root, "train_x.npy"), (float[])[1, 2, 3, 4, 5, 6], 2, 3);
        NpyFile.Write(Path.Combine(_folder.Root, "train_y.npy"), (int[])[0, 1], 2);

        Assert.Equal(2, SampleFolder.Read(_folder.Root, new SampleShape(1, 1, 3), 2, normalisation: null).Count);
        Assert.Contains("expected (2, 1, 1, 4)", Refusal(new SampleShape(1, 1, 4), 2), StringComparison.Ordinal);
        Assert.Contains("expected (2, 3, 1, 1)", Refusal(new SampleShape(3, 1, 1), 2), StringComparison.Ordinal);
        Assert.Contains("label 1", Refusal(new SampleShape(1, 1, 3), 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_have_to_be_as_many_as_samples()
    {
        NpyFile.Write(Path.Combine(_folder.Root, "train_x.npy"), (float[])[1, 2, 3], 3, 1);
        NpyFile.Write(Path.Combine(_folder.Root, "train_y.npy"), (int[])[0, 1], 2);
        Assert.Contains("2 labels", Refusal(new SampleShape(1, 1, 1), 2), StringComparison.Ordinal);

        NpyFile.Write(Path.Combine(_folder.Root, "train_y.npy"), (int[])[], 0);
        Assert.Contains("at least one", Refusal(new SampleShape(1, 1, 1), 2), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_have_to_be_finite()
    {
        NpyFile.Write(Path.Combine(_folder.Root, "train_x.npy"), (float[])[1, float.NaN], 2, 1);
        NpyFile.Write(Path.Combine(_folder.Root, "train_y.npy"), (int[])[0, 1], 2);

        Assert.Contains("finite", Refusal(new SampleShape(1, 1, 1), 2), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_the_files_is_refused_by_name() =>
        Assert.Contains("train_y.npy: no such file", Refusal(_shape, 2), StringComparison.Ordinal);

    [Fact]
    public void The_digest_changes_with_the_samples()
    {
        var all = new FloatSampleSet([.. Enumerable.Range(0, 48).Select(i => (float)i)], _shape, [0, 1], 2);
        SampleFolder.Write(_folder.Root, all, [0, 1]);
        var before = SampleFolder.Digest(_folder.Root);
        Assert.Equal(before, SampleFolder.Digest(_folder.Root));

        SampleFolder.Write(_folder.Root, all, [1, 0]);
        Assert.NotEqual(before, SampleFolder.Digest(_folder.Root));
    }

    public void Dispose() => _folder.Dispose();

    private string Refusal(SampleShape shape, int classes) =>
        Assert.Throws<InputException>(() => SampleFolder.Read(_folder.Root, shape, classes, normalisation: null)).Message;
}
