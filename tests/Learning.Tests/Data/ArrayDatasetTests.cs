using System.IO.Compression;
using Federated.Learning.Data;
using Federated.Learning.Data.Arrays;
using Federated.Learning.Data.NumPy;
using Xunit;

namespace Federated.Learning.Tests.Data;

public sealed class ArrayDatasetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_float_arrays_is_a_data_set()
    {
        NpyFile.Write(_folder["train_x.npy"], [1f, 2f, 3f, 4f, 5f, 6f], 3, 2);
        NpyFile.Write(_folder["train_y.npy"], [0L, 2L, 1L], 3);
        WriteTest();
        var data = Load();
        Assert.Equal(new SampleShape(1, 1, 2), ((ImageSet)data.Train).Shape);
        Assert.Equal(3, data.Train.Classes);
        Assert.Null(data.Natural);
        Assert.Equal([5f, 6f], Gather(data.Train, 2));
    }

    [Fact]
    public void Clients_become_the_natural_partition_in_numeric_order()
    {
        foreach (var client in (int[])[10, 9])
        {
            NpyFile.Write(_folder[$"client_{client}_x.npy"], [client, client, 0f, 0f], 2, 2);
            NpyFile.Write(_folder[$"client_{client}_y.npy"], [0, 1], 2);
        }

        WriteTest();
        var data = Load();
        Assert.Equal(2, data.Natural!.Clients);
        Assert.Equal([9f, 9f], Gather(data.Train, data.Natural[0][0]));
        Assert.Equal([10f, 10f], Gather(data.Train, data.Natural[1][0]));
        ZipFile.CreateFromDirectory(_folder.Root, _folder.Root + ".npz");
        var zipped = Load(new ArraysOptions { Path = _folder.Root + ".npz" });
        File.Delete(_folder.Root + ".npz");
        Assert.Equal(2, zipped.Natural!.Clients);
        Assert.Equal(Gather(data.Train, 3), Gather(zipped.Train, 3));
    }

    [Fact]
    public void Images_of_bytes_stay_bytes_and_take_a_normalisation()
    {
        NpyFile.Write(_folder["train_x.npy"], new byte[] { 0, 255, 51, 102 }, 1, 2, 1, 2);
        NpyFile.Write(_folder["train_y.npy"], [0], 1);
        NpyFile.Write(_folder["test_x.npy"], new byte[] { 0, 0, 0, 0 }, 1, 2, 1, 2);
        NpyFile.Write(_folder["test_y.npy"], [1], 1);
        Assert.Equal([0f, 1f, .2f, .4f], Gather(Load().Train, 0), Close);
        var normalised = Load(new ArraysOptions { Path = _folder.Root, Mean = [.5, 0], Std = [.5, .1], Classes = 7 });
        Assert.IsType<ByteSampleSet>(normalised.Train);
        Assert.Equal([-1f, 1f, 2f, 4f], Gather(normalised.Train, 0), Close);
        Assert.Equal(7, normalised.Test.Classes);
    }

    [Fact]
    public void Float_samples_take_a_normalisation_by_channel()
    {
        NpyFile.Write(_folder["train_x.npy"], [1.0, 2.0, 3.0, 4.0], 1, 2, 1, 2);
        NpyFile.Write(_folder["train_y.npy"], [0], 1);
        NpyFile.Write(_folder["test_x.npy"], [1.0, 2.0, 3.0, 4.0], 1, 2, 1, 2);
        NpyFile.Write(_folder["test_y.npy"], [0], 1);
        var data = Load(new ArraysOptions { Path = _folder.Root, Mean = [1, 3], Std = [2, 1] });
        Assert.Equal([0f, .5f, 0f, 1f], Gather(data.Train, 0), Close);
        var message = Refused(new ArraysOptions { Path = _folder.Root, Mean = [1], Std = [2] });
        Assert.Contains("expected 2 each", message);
    }

    [Fact]
    public void Arrays_that_do_not_fit_together_are_refused()
    {
        WriteTest();
        Assert.Contains("train_x.npy: no such array", Refused());
        NpyFile.Write(_folder["train_x.npy"], [1f, 2f, 3f, 4f], 2, 2);
        NpyFile.Write(_folder["train_y.npy"], [0, 1, 2], 3);
        Assert.Contains("expected (2,), one label per sample", Refused());
        NpyFile.Write(_folder["train_y.npy"], [0, -1], 2);
        Assert.Contains("label -1", Refused());
        NpyFile.Write(_folder["train_y.npy"], [0, 5], 2);
        Assert.Contains("label 5; data.classes = 3", Refused(new ArraysOptions { Path = _folder.Root, Classes = 3 }));
        NpyFile.Write(_folder["train_x.npy"], [1f, 2f], 2, 1);
        Assert.Contains("Float32 samples of 1x1x2; expected Float32 of 1x1x1", Refused());
        NpyFile.Write(_folder["train_x.npy"], [1, 2], 2, 1);
        Assert.Contains("expected float32, float64 or uint8", Refused());
        NpyFile.Write(_folder["train_x.npy"], [1f, 2f], 2);
        Assert.Contains("expected [n, channels, height, width]", Refused());
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        WriteTest();
        NpyFile.Write(_folder["train_x.npy"], [1.0, 2.0, 3.0, 1e300], 2, 2);
        NpyFile.Write(_folder["train_y.npy"], [0, 1], 2);
        NpyFile.Write(_folder["test_x.npy"], [7.0, 8.0], 1, 2);
        Assert.Contains("in sample 1; expected finite", Refused());
    }

    [Fact]
    public void A_path_that_is_not_there_is_refused() =>
        Assert.Contains("no such file", Refused(new ArraysOptions { Path = _folder["none"] }));

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-6f;

    private void WriteTest()
    {
        NpyFile.Write(_folder["test_x.npy"], [7f, 8f], 1, 2);
        NpyFile.Write(_folder["test_y.npy"], [1], 1);
    }

    private FederatedDataset Load(ArraysOptions? options = null) =>
        new DatasetCatalogue(new DataLocations("none", "none")).Load(options ?? new ArraysOptions { Path = _folder.Root }, 0);

    private string Refused(ArraysOptions? options = null) => Assert.Throws<InputException>(() => Load(options)).Message;

    private static float[] Gather(SampleSet set, int sample)
    {
        var values = new float[((ImageSet)set).Shape.Size];
        ((ImageSet)set).Gather([sample], values);
        return values;
    }
}
