using Federated.Learning.Data;
using Federated.Learning.Native;
using static TorchSharp.torch;

namespace Federated.Learning.Tasks;

/// <summary>Resident tensors for one mini-batch, filled in place from samples in memory.</summary>
internal sealed unsafe class BatchBuffer : IDisposable
{
    private readonly SampleShape _shape;
    private readonly Tensor _images;
    private readonly Tensor _labels;
    private readonly float* _imageAddress;
    private readonly long* _labelAddress;
    private readonly int _capacity;

    /// <param name="shape">shape of one sample</param>
    /// <param name="capacity">largest batch</param>
    public BatchBuffer(SampleShape shape, int capacity)
    {
        _shape = shape;
        _capacity = capacity;
        _images = zeros(capacity, shape.Channels, shape.Height, shape.Width).DetachFromDisposeScope();
        _labels = zeros(capacity, dtype: ScalarType.Int64).DetachFromDisposeScope();
        _imageAddress = TensorMemory.Address<float>(_images);
        _labelAddress = TensorMemory.Address<long>(_labels);
    }

    /// <summary>Number of samples in the buffer.</summary>
    public int Count { get; private set; }

    /// <summary>The samples' memory, channels first.</summary>
    public Span<float> Pixels => new(_imageAddress, Count * _shape.Size);

    /// <summary>The labels' memory.</summary>
    public ReadOnlySpan<long> Labels => new(_labelAddress, Count);

    /// <summary>Copies samples and labels in.</summary>
    public void Fill(ImageSet samples, ReadOnlySpan<int> indices)
    {
        Count = indices.Length;
        samples.Gather(indices, Pixels);
        samples.GatherLabels(indices, new Span<long>(_labelAddress, Count));
    }

    /// <summary>[n, channels, height, width]; belongs to the caller's dispose scope.</summary>
    public Tensor Images() => Count == _capacity ? _images.alias() : _images.narrow(0, 0, Count);

    /// <summary>[n]; belongs to the caller's dispose scope.</summary>
    public Tensor LabelTensor() => Count == _capacity ? _labels.alias() : _labels.narrow(0, 0, Count);

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
    }
}
