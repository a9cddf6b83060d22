using System.Numerics;
using System.Runtime.Intrinsics;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>
/// Winograd's minimal filtering F(2x2, 3x3) (Lavin and Gray 2016, "Fast algorithms for convolutional neural networks"): with d a tile of 4x4 pixels, g a
/// filter of 3x3 and y the 2x2 outputs, y = A^T ((G g G^T) * (B^T d B)) A, element by element: 16 products for 36. Each of the linear maps comes with
/// its adjoint, which is all that derivatives need.
/// Tiles overlap by two pixels; images are <see cref="ChannelsLast{T}"/>; transformed tiles are 16 matrices of tiles x channels, element (i, j) of each tile
/// in matrix 4 j + i.
/// </summary>
/// <param name="height">tiles in a column</param>
/// <param name="width">tiles in a row</param>
/// <param name="rows">of each matrix: tiles of some samples</param>
/// <param name="channels">columns of each matrix, whole vectors</param>
internal readonly unsafe struct Winograd<T>(int height, int width, int rows, int channels)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Matrices.</summary>
    public const int Points = 16;

    /// <summary>Pixels that tiles reach beyond the outputs.</summary>
    public const int Overlap = 2;

    private readonly nint _matrix = (nint)rows * channels;
    private readonly nint _inputLine = (nint)((2 * width) + Overlap) * channels;
    private readonly nint _outputLine = (nint)2 * width * channels;

    /// <summary>Elements of all matrices.</summary>
    public long Size => Points * (long)_matrix;

    /// <summary>One of 16 matrices that lie one after the other.</summary>
    public static Operand<T> Matrix(AlignedBuffer<T> matrices, int point, int rows, int columns) =>
        new(matrices.Address + ((nint)point * rows * Signal<T>.Whole(columns)), Signal<T>.Whole(columns));

    /// <summary>G g G^T of all filters, both ways round.</summary>
    /// <param name="filters">g: [outputs, inputs, 3, 3]</param>
    /// <param name="outputs">number of outputs</param>
    /// <param name="inputs">number of inputs</param>
    /// <param name="forward">16 matrices of inputs x whole outputs</param>
    /// <param name="backward">16 matrices of outputs x whole inputs</param>
    public static void Filter(T* filters, int outputs, int inputs, T* forward, T* backward)
    {
        var (wholeOutputs, wholeInputs) = (Signal<T>.Whole(outputs), Signal<T>.Whole(inputs));
        var half = T.CreateChecked(0.5);
        var lines = stackalloc T[12];
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++, filters += 9)
            {
                for (var x = 0; x < 3; x++)
                {
                    var (a, b, c) = (filters[x], filters[x + 3], filters[x + 6]);
                    (lines[x], lines[x + 3], lines[x + 6], lines[x + 9]) = (a, half * (a + b + c), half * (a - b + c), c);
                }

                for (var y = 0; y < 4; y++)
                {
                    var (a, b, c) = (lines[3 * y], lines[(3 * y) + 1], lines[(3 * y) + 2]);
                    Put(y, a);
                    Put(4 + y, half * (a + b + c));
                    Put(8 + y, half * (a - b + c));
                    Put(12 + y, c);
                }

                void Put(int point, T value)
                {
                    forward[(((point * inputs) + i) * wholeOutputs) + o] = value;
                    backward[(((point * outputs) + o) * wholeInputs) + i] = value;
                }
            }
        }
    }

    /// <summary>The adjoint of <see cref="Filter"/>'s first way round.</summary>
    /// <param name="forward">derivatives of the 16 matrices of inputs x whole outputs</param>
    /// <param name="outputs">number of outputs</param>
    /// <param name="inputs">number of inputs</param>
    /// <param name="filters">derivatives of g</param>
    public static void FilterAdjoint(T* forward, int outputs, int inputs, T* filters)
    {
        var wholeOutputs = Signal<T>.Whole(outputs);
        var half = T.CreateChecked(0.5);
        var lines = stackalloc T[12];
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++, filters += 9)
            {
                for (var y = 0; y < 4; y++)
                {
                    var (a, b, c, d) = (Get(y), half * Get(4 + y), half * Get(8 + y), Get(12 + y));
                    (lines[3 * y], lines[(3 * y) + 1], lines[(3 * y) + 2]) = (a + b + c, b - c, b + c + d);
                }

                for (var x = 0; x < 3; x++)
                {
                    var (a, b, c, d) = (lines[x], half * lines[x + 3], half * lines[x + 6], lines[x + 9]);
                    (filters[x], filters[x + 3], filters[x + 6]) = (a + b + c, b - c, b + c + d);
                }

                T Get(int point) => forward[(((point * inputs) + i) * wholeOutputs) + o];
            }
        }
    }

    /// <summary>B^T d B of all tiles of an image of 2 height + 2 by 2 width + 2 pixels.</summary>
    /// <param name="image">d</param>
    /// <param name="first">row of the first tile</param>
    /// <param name="transformed">where to</param>
    public void Input(T* image, int first, T* transformed)
    {
        var to = transformed + ((nint)first * channels);
        for (var y = 0; y < height; y++)
        {
            var from = image + (2 * y * _inputLine);
            for (var x = 0; x < width; x++, from += channels)
            {
                for (var c = 0; c < channels; c += Lane<T>.Count, from += Lane<T>.Count, to += Lane<T>.Count)
                {
                    var r0 = Quad<T>.Load(from, channels).Input();
                    var r1 = Quad<T>.Load(from + _inputLine, channels).Input();
                    var r2 = Quad<T>.Load(from + (2 * _inputLine), channels).Input();
                    var r3 = Quad<T>.Load(from + (3 * _inputLine), channels).Input();
                    new Quad<T>(r0.A, r1.A, r2.A, r3.A).Input().Store(to, _matrix);
                    new Quad<T>(r0.B, r1.B, r2.B, r3.B).Input().Store(to + (4 * _matrix), _matrix);
                    new Quad<T>(r0.C, r1.C, r2.C, r3.C).Input().Store(to + (8 * _matrix), _matrix);
                    new Quad<T>(r0.D, r1.D, r2.D, r3.D).Input().Store(to + (12 * _matrix), _matrix);
                }
            }
        }
    }

    /// <summary>Adds the adjoint of <see cref="Input"/> to an image.</summary>
    /// <param name="transformed">derivatives of what was transformed</param>
    /// <param name="first">row of the first tile</param>
    /// <param name="image">where to</param>
    public void AddInputAdjoint(T* transformed, int first, T* image)
    {
        var from = transformed + ((nint)first * channels);
        for (var y = 0; y < height; y++)
        {
            var to = image + (2 * y * _inputLine);
            for (var x = 0; x < width; x++, to += channels)
            {
                for (var c = 0; c < channels; c += Lane<T>.Count, from += Lane<T>.Count, to += Lane<T>.Count)
                {
                    var c0 = Quad<T>.Load(from, _matrix).InputAdjoint();
                    var c1 = Quad<T>.Load(from + (4 * _matrix), _matrix).InputAdjoint();
                    var c2 = Quad<T>.Load(from + (8 * _matrix), _matrix).InputAdjoint();
                    var c3 = Quad<T>.Load(from + (12 * _matrix), _matrix).InputAdjoint();
                    new Quad<T>(c0.A, c1.A, c2.A, c3.A).InputAdjoint().Add(to, channels);
                    new Quad<T>(c0.B, c1.B, c2.B, c3.B).InputAdjoint().Add(to + _inputLine, channels);
                    new Quad<T>(c0.C, c1.C, c2.C, c3.C).InputAdjoint().Add(to + (2 * _inputLine), channels);
                    new Quad<T>(c0.D, c1.D, c2.D, c3.D).InputAdjoint().Add(to + (3 * _inputLine), channels);
                }
            }
        }
    }

    /// <summary>A^T m A of all tiles: an image of 2 height by 2 width pixels.</summary>
    /// <param name="transformed">m</param>
    /// <param name="first">row of the first tile</param>
    /// <param name="image">where to</param>
    public void Output(T* transformed, int first, T* image)
    {
        var from = transformed + ((nint)first * channels);
        for (var y = 0; y < height; y++)
        {
            var to = image + (2 * y * _outputLine);
            for (var x = 0; x < width; x++, to += channels)
            {
                for (var c = 0; c < channels; c += Lane<T>.Count, from += Lane<T>.Count, to += Lane<T>.Count)
                {
                    var c0 = Quad<T>.Load(from, _matrix).Output();
                    var c1 = Quad<T>.Load(from + (4 * _matrix), _matrix).Output();
                    var c2 = Quad<T>.Load(from + (8 * _matrix), _matrix).Output();
                    var c3 = Quad<T>.Load(from + (12 * _matrix), _matrix).Output();
                    var upper = new Quad<T>(c0.First, c1.First, c2.First, c3.First).Output();
                    var lower = new Quad<T>(c0.Second, c1.Second, c2.Second, c3.Second).Output();
                    upper.First.Store(to);
                    upper.Second.Store(to + channels);
                    lower.First.Store(to + _outputLine);
                    lower.Second.Store(to + _outputLine + channels);
                }
            }
        }
    }

    /// <summary>The adjoint of <see cref="Output"/>.</summary>
    /// <param name="image">derivatives of the outputs</param>
    /// <param name="first">row of the first tile</param>
    /// <param name="transformed">where to</param>
    public void OutputAdjoint(T* image, int first, T* transformed)
    {
        var to = transformed + ((nint)first * channels);
        for (var y = 0; y < height; y++)
        {
            var from = image + (2 * y * _outputLine);
            for (var x = 0; x < width; x++, from += channels)
            {
                for (var c = 0; c < channels; c += Lane<T>.Count, from += Lane<T>.Count, to += Lane<T>.Count)
                {
                    var upper = Quad<T>.OutputAdjoint(Vector512.Load(from), Vector512.Load(from + channels));
                    var lower = Quad<T>.OutputAdjoint(Vector512.Load(from + _outputLine), Vector512.Load(from + _outputLine + channels));
                    Quad<T>.OutputAdjoint(upper.A, lower.A).Store(to, _matrix);
                    Quad<T>.OutputAdjoint(upper.B, lower.B).Store(to + (4 * _matrix), _matrix);
                    Quad<T>.OutputAdjoint(upper.C, lower.C).Store(to + (8 * _matrix), _matrix);
                    Quad<T>.OutputAdjoint(upper.D, lower.D).Store(to + (12 * _matrix), _matrix);
                }
            }
        }
    }
}
