namespace Federated.Learning.Data.Cameras;

/// <summary>Rotation of one channel about its centre, by bilinear interpolation.</summary>
internal sealed class ImageTurn
{
    private readonly int _height;
    private readonly int _width;
    private readonly double _cosine;
    private readonly double _sine;

    /// <param name="height">rows</param>
    /// <param name="width">columns</param>
    /// <param name="degrees">counter-clockwise as seen</param>
    public ImageTurn(int height, int width, double degrees)
    {
        (_height, _width) = (height, width);
        (_sine, _cosine) = Math.SinCos(degrees * Math.PI / 180.0);
    }

    /// <summary>Turns a channel in place.</summary>
    /// <param name="channel">height * width pixels</param>
    /// <param name="scratch">as long</param>
    /// <param name="outside">value of what comes in from outside</param>
    public void Apply(Span<float> channel, float[] scratch, float outside)
    {
        channel.CopyTo(scratch);
        var (middleY, middleX) = ((_height - 1) / 2.0, (_width - 1) / 2.0);
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < _width; x++)
            {
                var (dy, dx) = (y - middleY, x - middleX);
                var fromX = middleX + (_cosine * dx) - (_sine * dy);
                var fromY = middleY + (_sine * dx) + (_cosine * dy);
                channel[(y * _width) + x] = Interpolate(scratch, fromY, fromX, outside);
            }
        }
    }

    private float Interpolate(float[] pixels, double y, double x, float outside)
    {
        var (row, column) = ((int)Math.Floor(y), (int)Math.Floor(x));
        var (v, u) = ((float)(y - row), (float)(x - column));
        var top = ((1f - u) * At(pixels, row, column, outside)) + (u * At(pixels, row, column + 1, outside));
        var bottom = ((1f - u) * At(pixels, row + 1, column, outside)) + (u * At(pixels, row + 1, column + 1, outside));
        return ((1f - v) * top) + (v * bottom);
    }

    private float At(float[] pixels, int y, int x, float outside) =>
        y >= 0 && y < _height && x >= 0 && x < _width ? pixels[(y * _width) + x] : outside;
}
